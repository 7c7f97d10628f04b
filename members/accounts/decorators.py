from allauth.account.decorators import reauthentication_required

# Asked again who they are are those who have a password or a second factor.
sure_of_the_person = reauthentication_required(app="allauth.account")
