"""What happens to comments, for those who want to hear of it."""

from django.dispatch import Signal

# Sent once for each comment, when it is stored, inside the transaction that does so.
# Arguments: "comment", with its `details`.
comment_created = Signal()

# Sent once for each comment, when it is published for the first time, inside the
# transaction that does so. Arguments: "comment".
comment_published = Signal()
