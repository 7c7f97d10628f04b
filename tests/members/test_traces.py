"""No IP address and no user agent is stored or mailed."""

import hashlib

from django.urls import reverse

from .signing_in import (
    CONFIRM,
    LOGIN,
    PASSWORD,
    ask_for_code,
    change_address,
    code_in,
    signed_in,
    type_code,
)
from .stored import decoded_sessions, everything_kept

ADDRESS = "203.0.113.77"


def traces(address):
    yield address
    for algorithm in (hashlib.md5, hashlib.sha1, hashlib.sha256):
        yield algorithm(address.encode()).hexdigest()


def test_the_address_of_a_computer_is_kept_nowhere(
    editor, member, client, django_client, mailoutbox
):
    for browser in (client, django_client):
        browser.defaults |= {
            "REMOTE_ADDR": ADDRESS,
            "HTTP_X_FORWARDED_FOR": ADDRESS,
            "HTTP_USER_AGENT": "Tor Browser",
        }
    client.post(LOGIN, {"login": editor.email, "password": "wrong"})
    ask_for_code(client, member.email)
    type_code(client, mailoutbox[0])
    change_address(client, "newer@example.org")
    client.post(CONFIRM, {"code": code_in(mailoutbox[-1])})
    ask_for_code(django_client, "nobody@example.org")
    django_client.post(reverse("account_logout"))
    django_client.post(LOGIN, {"login": editor.email, "password": PASSWORD})
    assert signed_in(django_client)
    # These are stopped half-way, to ask for the password again.
    django_client.post(reverse("erase_account"), {"contributions": "remove"})
    django_client.post(reverse("mfa_activate_totp"), {"code": "1"})
    change_address(django_client, "third@example.org")

    kept = [*everything_kept(), decoded_sessions()]
    mails = [str(mail.message()) for mail in mailoutbox]
    found = [
        row
        for row in [*kept, *mails]
        for trace in [*traces(ADDRESS), "Tor Browser"]
        if trace in row
    ]
    assert found == []
    assert mails
