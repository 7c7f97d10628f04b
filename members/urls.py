"""/account/: those of allauth's URLs that the site needs, and its own."""

from allauth.account import views
from django.urls import include, path, re_path

from .accounts import views as account
from .accounts.sign_in import reauthentication_required
from .my_data import views as my_data
from .tokens import views as tokens

urlpatterns = [
    path("", account.account, name="account"),
    path("login/", views.login, name="account_login"),
    path(
        "login/code/confirm/",
        account.ConfirmCodeView.as_view(),
        name="account_confirm_login_code",
    ),
    path("logout/", views.logout, name="account_logout"),
    path("logout/done/", account.signed_out, name="account_signed_out"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("email/", reauthentication_required(views.email), name="account_email"),
    path(
        "email/confirm/",
        views.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path("password/change/", views.password_change, name="account_change_password"),
    path(
        "password/set/",
        reauthentication_required(views.password_set),
        name="account_set_password",
    ),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path(
        "password/reset/sent/",
        views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/create/", tokens.create, name="create_token"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("data/", my_data.my_data, name="my_data"),
    path("data/download/", my_data.download, name="download_my_data"),
    path("data/erase/", my_data.erase, name="erase_account"),
]
