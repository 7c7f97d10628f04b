"""What is mailed about topics: links, and what the group answers."""

from base.mail import send_mail_template
from comments.mails import permalink

from .models import Topic


def send_decision(topic: Topic) -> None:
    """Tell who suggested a topic, and the supporters who asked, what becomes of it."""
    supporters = topic.supports.filter(wants_mail=True, user__is_active=True)
    emails = [
        topic.comment.user_email,
        *supporters.values_list("user__email", flat=True),
    ]
    send_mail_template(
        f"topics/mail/{topic.state}",
        list(dict.fromkeys(email.lower() for email in emails if email)),
        {"topic": topic, "link": permalink(topic.comment)},
    )
