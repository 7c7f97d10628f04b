"""What happens to comments, for those who want to hear of it."""

from django.dispatch import Signal

# Sent once for each comment, when it is published for the first time, inside the
# transaction that does so. Arguments: "comment".
comment_published = Signal()

# Sent when a topic is declined and when the meeting that takes it up is published, inside
# the transaction that does so. Arguments: "topic".
topic_decided = Signal()
