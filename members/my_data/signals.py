"""Signals for apps that store something about a user, which `members` does not know."""

from django.dispatch import Signal

# Sent with `user`. Receivers return a dict from the names of sections to JSON values.
personal_data_requested = Signal()

# Sent with `user` and `keep_contributions`: whether to keep what the user wrote, without
# their name, or to delete it. Sent in the transaction that then deletes the user, so that
# an error in a receiver undoes everything.
personal_data_erased = Signal()
