"""Asked of whoever keeps something about a person; `members` does not know who that is.

Receivers are connected in the `ready()` of their own app.
"""

from django.dispatch import Signal

# With `user`. Receivers return a dict: the name of a section to what JSON can hold.
personal_data_requested = Signal()

# With `user` and `keep_contributions`: whether what the person wrote stays, without
# their name, or goes. Sent in one transaction before the user is deleted, so that an
# error in a receiver leaves everything as it was.
personal_data_erased = Signal()
