from allauth.account import decorators

# Asks for the password or the second factor of users who have one, unless they gave it
# a short while ago. Users who have neither sign in by a code and are not asked.
reauthentication_required = decorators.reauthentication_required(app="allauth.account")
