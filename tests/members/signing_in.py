"""What people do in a browser to sign in and to change their address."""

import re

from django.urls import reverse

from members.models import User

LOGIN = reverse("account_login")
CODE = reverse("account_confirm_login_code")
CONFIRM = reverse("account_email_verification_sent")
CMS = reverse("wagtailadmin_home")
PASSWORD = "correct horse"


def signed_in(client):
    user_id = client.session.get("_auth_user_id")
    return user_id and User.objects.get(pk=user_id)


def code_in(mail):
    return re.search(r"^[A-Z]{4}-[A-Z]{4}$", mail.body, re.MULTILINE).group()


def ask_for_code(client, email, *, follow=False, **more):
    return client.post(LOGIN, {"login": email, **more}, follow=follow)


def type_code(client, mail, **more):
    return client.post(CODE, {"code": code_in(mail), **more})


def change_address(client, email):
    return client.post(
        reverse("account_email"), {"email": email, "action_add": ""}, follow=True
    )
