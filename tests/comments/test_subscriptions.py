"""Who is told of replies."""

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed

from comments.models import Subscription
from members.models import User
from members.my_data.personal_data import erase_person, personal_data
from tests.factories import remove


def test_replies_however_deep_are_for_those_who_asked(say):
    root = say("root", email="root@example.org", wants_replies=True)
    child = say("c", email="child@example.org", reply_to=root, wants_replies=True)
    say("uncle", email="uncle@example.org", reply_to=root, wants_replies=True)
    reply = say("reply", email="CHILD@example.org", reply_to=child)
    deep = say("deep", email="deep@example.org", reply_to=reply)

    def told(comment):
        asked = Subscription.objects.to_be_told_of(comment)
        return [subscription.email for subscription in asked]

    assert told(deep) == ["root@example.org", "child@example.org"]
    assert told(reply) == ["root@example.org"]
    assert told(root) == []


def test_whoever_wrote_the_deepest_comment_is_told_of_answers_beside_it(say):
    comment = None
    for level in range(8):
        address = f"writer{level}@example.org"
        comment = say(str(level), email=address, reply_to=comment, wants_replies=True)

    told = Subscription.objects.to_be_told_of(comment)

    assert [subscription.email for subscription in told] == [
        f"writer{level}@example.org" for level in range(7)
    ]


def test_those_who_muted_a_page_or_were_removed_are_not_told(say, other_post):
    root = say("root", wants_replies=True)
    child = say("child", reply_to=root, wants_replies=True)
    elsewhere = say("elsewhere", page=other_post, wants_replies=True)
    removed = say("removed", email="rude@example.org", wants_replies=True)
    reply = say("reply", email="other@example.org", reply_to=child)
    below_removed = say("below", email="other@example.org", reply_to=removed)
    remove(removed)

    root.subscriptions.get().mute_page()

    assert not Subscription.objects.to_be_told_of(reply).exists()
    assert not Subscription.objects.to_be_told_of(below_removed).exists()
    assert elsewhere.subscriptions.get().muted_at is None


def test_a_page_is_muted_for_an_address_however_it_is_written(say):
    root = say("root", wants_replies=True)
    other = say("more", email="MINJI@example.org", wants_replies=True)

    root.subscriptions.get().mute_page()

    assert other.subscriptions.get().muted_at


# --- A new address


def test_what_is_mailed_follows_its_writer(say, member, rf):
    comment = say(user=member, wants_replies=True)
    new = EmailAddress(user=member, email="New@example.org")

    email_changed.send(
        sender=User,
        request=rf.get("/"),
        user=member,
        from_email_address=None,
        to_email_address=new,
    )

    comment.refresh_from_db()
    assert comment.user_email == "new@example.org"
    assert Subscription.objects.get().email == "new@example.org"


def test_a_subscription_of_a_former_address_is_told_and_erased(say, member):
    say(user=member, wants_replies=True)
    Subscription.objects.update(email="former@example.org")

    assert len(personal_data(member)["mails_about_replies"]) == 1
    erase_person(member, keep_contributions=True)
    assert not Subscription.objects.exists()
