import hashlib
import re
import threading

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.urls import get_resolver, reverse
from wagtail.models import PageViewRestriction

from members.accounts.adapters import AccountAdapter
from members.accounts.sign_in import sign_in as sign_in_by_link
from members.models import User
from tests.factories import StandardPageFactory

from .signing_in import (
    CMS,
    CODE,
    LOGIN,
    PASSWORD,
    ask_for_code,
    code_in,
    signed_in,
    type_code,
)
from .traces import decoded_sessions, everything_kept

ADDRESS = "203.0.113.77"


pytestmark = pytest.mark.usefixtures("home_page")


# --- Remembering


def test_a_remembered_person_has_neither_password_nor_rights(member):
    assert not member.has_usable_password()
    assert not member.is_superuser
    assert not member.can_enter_cms
    assert member.groups.count() == 0


def test_the_address_of_a_remembered_person_is_proven(member):
    address = member.emailaddress_set.get()

    assert (address.email, address.verified, address.primary) == (
        "member@example.org",
        True,
        True,
    )


def test_remembering_twice_gives_the_same_person(member):
    again = User.objects.remember("Member@Example.org", "Somebody else")

    assert again == member
    assert again.display_name == "미나"
    assert EmailAddress.objects.filter(user=member).count() == 1


def test_remembering_an_editor_changes_nothing_about_them(editor):
    User.objects.remember(editor.email, "Somebody else")

    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)
    assert editor.can_enter_cms
    assert editor.display_name == ""


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_remembered_as_one():
    remembered = []
    barrier = threading.Barrier(4)

    def remember():
        barrier.wait()
        try:
            remembered.append(User.objects.remember("new@example.org", "Mina").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=remember) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(remembered) == 4
    assert len(set(remembered)) == 1


# --- Signing in by a link


@pytest.fixture
def request_of_a_visitor(client, rf):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.session = client.session
    request.user = AnonymousUser()
    return request


def test_a_link_signs_a_member_in(member, request_of_a_visitor):
    assert sign_in_by_link(request_of_a_visitor, member) is True
    assert request_of_a_visitor.session["_auth_user_id"] == str(member.pk)


@pytest.mark.parametrize("somebody", ["editor", "administrator"])
def test_a_link_signs_nobody_in_who_can_enter_the_cms(
    somebody, request_of_a_visitor, request
):
    user = request.getfixturevalue(somebody)

    assert sign_in_by_link(request_of_a_visitor, user) is False
    assert "_auth_user_id" not in request_of_a_visitor.session


def test_a_link_signs_nobody_in_whose_account_is_closed(member, request_of_a_visitor):
    member.is_active = False

    assert sign_in_by_link(request_of_a_visitor, member) is False


def test_a_link_does_not_take_the_place_of_who_is_signed_in(
    member, request_of_a_visitor
):
    somebody = User.objects.remember("other@example.org", "Other")
    request_of_a_visitor.user = somebody

    assert sign_in_by_link(request_of_a_visitor, member) is False
    assert sign_in_by_link(request_of_a_visitor, somebody) is True


# --- Signing in by a code


def test_a_member_signs_in_by_a_code(member, client, mailoutbox):
    response = ask_for_code(client, "Member@example.org")
    assert response.url.startswith(CODE)
    assert not signed_in(client)

    response = type_code(client, mailoutbox[0])

    assert signed_in(client) == member
    assert response.url == reverse("account")


def test_a_code_may_be_typed_without_its_hyphen_and_in_small_letters(
    member, client, mailoutbox
):
    ask_for_code(client, member.email)
    client.post(CODE, {"code": code_in(mailoutbox[0]).replace("-", " ").lower()})

    assert signed_in(client) == member


def test_the_link_in_the_mail_types_the_code_and_presses_nothing(
    member, client, mailoutbox, settings
):
    ask_for_code(client, member.email)
    mail = mailoutbox[0]
    link = re.search(rf"{settings.SITE_URL}(\S+)", mail.body).group(1)

    html = client.get(link).content.decode()

    assert f'value="{code_in(mail)}"' in html
    assert not signed_in(client)


def test_no_header_decides_where_the_link_in_the_mail_leads(
    member, client, mailoutbox, settings
):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(
        "/account/login/", {"login": member.email}, headers={"host": "evil.example"}
    )

    assert settings.SITE_URL in mailoutbox[0].body
    assert "evil.example" not in mailoutbox[0].body


def test_a_code_is_of_no_use_in_another_browser(
    member, client, mailoutbox, django_client
):
    ask_for_code(client, member.email)
    type_code(django_client, mailoutbox[0])

    assert not signed_in(django_client)


@pytest.fixture
def django_client():
    from django.test import Client

    return Client()


def test_after_three_wrong_codes_the_right_one_is_too_late(member, client, mailoutbox):
    ask_for_code(client, member.email)
    for _ in range(3):
        client.post(CODE, {"code": "BBBB-BBBB"})

    type_code(client, mailoutbox[0])

    assert not signed_in(client)


def test_a_code_is_too_old_after_fifteen_minutes(member, client, mailoutbox, settings):
    ask_for_code(client, member.email)
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1

    type_code(client, mailoutbox[0])

    assert not signed_in(client)


def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    member, client, django_client, mailoutbox
):
    known = ask_for_code(client, member.email)
    unknown = ask_for_code(django_client, "nobody@example.org")

    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    pages = [
        re.sub(r"csrfmiddlewaretoken\S+ value=\S+", "", page.content.decode())
        for page in (client.get(CODE), django_client.get(CODE))
    ]
    assert pages[0].replace(member.email, "") == pages[1].replace(
        "nobody@example.org", ""
    )
    assert [mail.to for mail in mailoutbox] == [[member.email]]


@pytest.mark.parametrize(
    ("url", "field"), [(LOGIN, "login"), (reverse("account_reset_password"), "email")]
)
def test_the_clock_does_not_tell_who_has_an_account(
    url, field, editor, client, monkeypatch
):
    written = []
    render = AccountAdapter.render_mail

    def count(*args, **kwargs):
        written.append(args)
        return render(*args, **kwargs)

    monkeypatch.setattr(AccountAdapter, "render_mail", count)

    for email in (editor.email, "nobody@example.org"):
        client.post(url, {field: email})
        client.post(reverse("account_logout"))

    assert len(written) == 2


def test_a_closed_account_gets_the_same_answer_and_no_mail(member, client, mailoutbox):
    User.objects.filter(pk=member.pk).update(is_active=False)

    assert ask_for_code(client, member.email).url.startswith(CODE)
    assert mailoutbox == []


def test_wrong_codes_for_an_unknown_address_end_alike(member, client, django_client):
    ask_for_code(client, member.email)
    ask_for_code(django_client, "nobody@example.org")

    for _ in range(3):
        answers = [
            browser.post(CODE, {"code": "BBBB-BBBB"})
            for browser in (client, django_client)
        ]
        assert answers[0].status_code == answers[1].status_code
    assert answers[0].url == answers[1].url


def test_the_way_back_is_kept(member, client, mailoutbox):
    wanted = reverse("my_data")
    html = client.get(LOGIN, {"next": wanted}).content.decode()
    assert f'name="next" value="{wanted}"' in html

    response = ask_for_code(client, member.email, next=wanted)
    html = client.get(response.url).content.decode()
    assert f'name="next" value="{wanted}"' in html

    assert type_code(client, mailoutbox[0], next=wanted).url == wanted


def test_the_way_back_leads_to_no_other_site(member, client, mailoutbox):
    foreign = "https://elsewhere.example.org/"
    ask_for_code(client, member.email, next=foreign)

    assert type_code(client, mailoutbox[0], next=foreign).url == reverse("account")


def test_an_editor_made_in_the_cms_signs_in_with_one_code(
    administrator, sign_in, django_client, mailoutbox
):
    sign_in(administrator).post(
        reverse("wagtailusers_users:add"),
        {"email": "New@example.org", "display_name": "New", "is_superuser": "on"},
    )

    ask_for_code(django_client, "new@example.org")
    response = type_code(django_client, mailoutbox[-1])

    assert signed_in(django_client).email == "new@example.org"
    assert response.url == CMS


def test_an_address_changed_in_the_cms_is_the_one_to_sign_in_with(member):
    member.email = "Newer@example.org"
    member.save()

    assert list(member.emailaddress_set.values_list("email", "verified")) == [
        ("newer@example.org", True)
    ]


# --- Signing in by a password


def test_an_editor_signs_in_by_password(editor, client, mailoutbox):
    response = client.post(LOGIN, {"login": editor.email, "password": PASSWORD})

    assert signed_in(client) == editor
    assert response.url == CMS
    assert mailoutbox == []


def test_an_editor_signs_in_by_code(editor, client, mailoutbox):
    ask_for_code(client, editor.email)
    response = type_code(client, mailoutbox[0])

    assert signed_in(client) == editor
    assert response.url == CMS


@pytest.mark.parametrize("email", ["editor@example.org", "nobody@example.org"])
def test_a_wrong_password_is_answered_alike_for_all(editor, client, email):
    response = client.post(LOGIN, {"login": email, "password": "wrong"})

    assert not signed_in(client)
    assert "No account has this address and this password" in response.content.decode()
    assert 'role="alert"' in response.content.decode()


def test_no_password_fits_who_has_none(member, client):
    for password in ("!", member.password, " "):
        client.post(LOGIN, {"login": member.email, "password": password})

    assert not signed_in(client)


def test_the_right_password_opens_no_closed_account(editor, client):
    User.objects.filter(pk=editor.pk).update(is_active=False)

    client.post(LOGIN, {"login": editor.email, "password": PASSWORD})

    assert not signed_in(client)


# --- Limits


def test_guessing_passwords_ends_after_five(editor, client, django_client):
    for _ in range(5):
        client.post(LOGIN, {"login": editor.email, "password": "wrong"})

    response = django_client.post(LOGIN, {"login": editor.email, "password": PASSWORD})

    assert not signed_in(django_client)
    assert "too many tries" in response.content.decode()


def test_one_address_gets_three_codes_a_minute_however_many_browsers_ask(
    member, mailoutbox
):
    from django.test import Client

    answers = [ask_for_code(Client(), member.email) for _ in range(5)]

    assert len(mailoutbox) == 3
    assert "too many tries" in answers[-1].content.decode()


def test_the_limit_says_the_same_of_an_unknown_address(client):
    from django.test import Client

    answers = [ask_for_code(Client(), "nobody@example.org") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]


def test_limits_are_kept_where_all_processes_look(editor, client):
    client.post(LOGIN, {"login": editor.email, "password": "wrong"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        keys = [key for (key,) in cursor.fetchall()]
    assert any("login_failed" in key for key in keys)


def test_many_requests_are_told_to_wait_kindly(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client.post(LOGIN, {})

    response = client.post(LOGIN, {})

    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()


# --- The doors


DOORS = ["/cms/login/", "/cms/password_reset/", "/_util/login/"]


@pytest.mark.parametrize("door", DOORS)
def test_wagtails_own_doors_let_no_password_in(door, editor, client):
    response = client.post(door, {"username": editor.email, "password": PASSWORD})

    assert response.status_code == 302
    assert response.url.startswith(LOGIN)
    assert not signed_in(client)


@pytest.mark.parametrize("path", ["done/", "complete/", "confirm/MQ/set-password/"])
def test_no_part_of_wagtails_password_reset_answers(path, client, mailoutbox):
    for method in (client.get, client.post):
        assert method(f"/cms/password_reset/{path}").url.startswith(LOGIN)
    assert mailoutbox == []


def test_the_cms_sends_visitors_to_the_sign_in_page_and_back(client):
    response = client.get("/cms/pages/?x=1", follow=True)

    final, _ = response.redirect_chain[-1]
    assert final == f"{LOGIN}?next=/cms/pages/%3Fx%3D1"


def test_an_editor_at_the_door_is_let_into_the_cms(editor, sign_in):
    assert sign_in(editor).get("/cms/login/").url == CMS


def test_a_member_at_the_door_of_the_cms_is_told_no_once(member, sign_in):
    client = sign_in(member)
    response = client.get(CMS, follow=True)

    assert response.status_code == 403
    assert len(response.redirect_chain) == 1
    assert "permission" not in client.get(reverse("account")).content.decode()


def test_a_private_page_sends_visitors_to_the_sign_in_page_and_back(
    home_page, member, client, mailoutbox
):
    page = StandardPageFactory(parent=home_page, title="Private")
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    response = client.get(page.url, follow=True)
    final, _ = response.redirect_chain[-1]
    assert final == f"{LOGIN}?next={page.url}"

    ask_for_code(client, member.email)
    assert type_code(client, mailoutbox[0], next=page.url).url == page.url
    assert client.get(page.url).status_code == 200


def test_a_page_for_others_is_refused_without_going_in_circles(
    home_page, member, sign_in
):
    page = StandardPageFactory(parent=home_page, title="Private")
    PageViewRestriction.objects.create(page=page, restriction_type="groups")

    assert sign_in(member).get(page.url, follow=True).status_code == 403


def test_wagtails_account_page_changes_neither_password_nor_address(editor, sign_in):
    html = sign_in(editor).get(reverse("wagtailadmin_account")).content.decode()

    assert "display_name" in html
    assert "password" not in re.findall(r'<input[^>]*name="([^"]*)"', html)
    assert 'type="email"' not in html


# --- Who may not


OPEN = {  # to visitors
    "account_confirm_login_code",  # who has asked for a code; others go to sign in
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signed_out",
    "mfa_authenticate",
}


def account_urls():
    arguments = {"uidb36": "1", "key": "set-password", "pk": 1}
    for name, (possibilities, *_) in get_resolver().reverse_dict.items():
        if not isinstance(name, str) or not name.startswith(
            ("account", "mfa_", "my_data", "download_my_data", "erase_account")
        ):
            continue
        _, parameters = possibilities[0]
        url = reverse(name, kwargs={name: arguments[name] for name in parameters})
        yield name, url


ACCOUNT_URLS = dict(account_urls())


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(set(ACCOUNT_URLS) - OPEN))
def test_visitors_are_sent_to_sign_in(name, method, client):
    response = getattr(client, method)(ACCOUNT_URLS[name])

    assert response.status_code == 302
    assert response.url.startswith(LOGIN)


@pytest.mark.parametrize("name", sorted(ACCOUNT_URLS))
def test_no_page_of_an_account_may_be_kept(name, member, client, sign_in):
    for browser in (client, sign_in(member)):
        response = browser.get(ACCOUNT_URLS[name])
        assert "no-store" in response["Cache-Control"]
        assert response.status_code in {200, 302, 403, 404}


@pytest.mark.parametrize("name", sorted(ACCOUNT_URLS))
def test_no_page_of_an_account_has_script_or_style_in_it(name, member, sign_in):
    html = sign_in(member).get(ACCOUNT_URLS[name], follow=True).content.decode()

    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)


@pytest.mark.parametrize(
    "path", ["signup/", "3rdparty/", "login/code/", "phone/change/", "sessions/"]
)
def test_what_the_site_does_not_need_is_not_there(path, client):
    assert client.get(f"/account/{path}").status_code == 404


def test_every_address_under_account_is_known():
    assert {name for name in ACCOUNT_URLS if name not in OPEN} >= {
        "account",
        "account_email",
        "erase_account",
        "mfa_index",
    }
    assert all(url.startswith("/account/") for url in ACCOUNT_URLS.values())


# --- Name, address, password


def test_a_member_changes_their_name(member, sign_in):
    sign_in(member).post(reverse("account"), {"display_name": "Mina"})

    member.refresh_from_db()
    assert member.display_name == "Mina"


def test_nobody_changes_more_about_themselves_than_the_name(member, sign_in):
    sign_in(member).post(
        reverse("account"),
        {"display_name": "Mina", "email": "other@example.org", "is_superuser": "on"},
    )

    member.refresh_from_db()
    assert (member.email, member.is_superuser) == ("member@example.org", False)


def change_address(client, email):
    return client.post(
        reverse("account_email"), {"email": email, "action_add": ""}, follow=True
    )


CONFIRM = reverse("account_email_verification_sent")


def test_a_new_address_counts_only_when_it_is_proven(member, sign_in, mailoutbox):
    client = sign_in(member)
    change_address(client, "newer@example.org")
    member.refresh_from_db()
    assert member.email == "member@example.org"

    client.post(CONFIRM, {"code": "BBBB-BBBB"})
    member.refresh_from_db()
    assert member.email == "member@example.org"

    client.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    member.refresh_from_db()
    assert member.email == "newer@example.org"
    assert [address.email for address in member.emailaddress_set.all()] == [
        "newer@example.org"
    ]


def test_the_old_address_is_told_of_the_new_one(member, sign_in, mailoutbox):
    client = sign_in(member)
    change_address(client, "newer@example.org")
    client.post(CONFIRM, {"code": code_in(mailoutbox[0])})

    assert mailoutbox[0].to == ["newer@example.org"]
    assert mailoutbox[1].to == ["member@example.org"]
    assert "newer@example.org" in mailoutbox[1].body


def test_the_address_of_somebody_else_is_not_betrayed_and_not_taken(
    member, editor, sign_in, mailoutbox
):
    client = sign_in(member)
    taken = change_address(client, editor.email)
    cache.clear()
    free = change_address(client, "free@example.org")
    assert taken.redirect_chain == free.redirect_chain
    cache.clear()
    change_address(client, editor.email)

    client.post(CONFIRM, {"code": code_in(mailoutbox[-1])})

    member.refresh_from_db()
    assert member.email == "member@example.org"


def test_who_has_a_password_shows_it_before_changing_the_address(
    editor, sign_in, mailoutbox
):
    client = sign_in(editor)
    response = change_address(client, "newer@example.org")
    asked, _ = response.redirect_chain[-1]
    assert asked.startswith(reverse("account_reauthenticate"))
    assert mailoutbox == []

    response = client.post(asked, {"password": PASSWORD})

    assert response.url == reverse("account_email")
    assert client.get(response.url).status_code == 200


def test_a_forgotten_password_is_chosen_anew(editor, client, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": editor.email})
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body).group(1)
    form = client.get(link).url

    new = "a long enough password"
    client.post(form, {"password1": new, "password2": new})

    editor.refresh_from_db()
    assert editor.check_password(new)
    assert not signed_in(client)
    assert "does not work any more" in client.get(link).content.decode()


def test_who_has_no_password_is_told_so_by_mail_alone(member, client, mailoutbox):
    reset = reverse("account_reset_password")
    has_none = client.post(reset, {"email": member.email})
    unknown = client.post(reset, {"email": "nobody@example.org"})

    assert has_none.url == unknown.url
    [mail] = mailoutbox
    assert mail.to == [member.email]
    assert "/password/" not in mail.body


def test_signing_out_needs_more_than_a_link(member, sign_in):
    client = sign_in(member)
    client.get(reverse("account_logout"))
    assert signed_in(client)

    response = client.post(reverse("account_logout"))

    assert not signed_in(client)
    assert "You are signed out" in client.get(response.url).content.decode()


# --- Mails


def test_mails_are_text_and_html_from_us(member, client, mailoutbox):
    ask_for_code(client, member.email)

    [mail] = mailoutbox
    [(html, kind)] = mail.alternatives
    assert kind == "text/html"
    assert code_in(mail) in html
    assert mail.from_email.startswith("Amnesty G48 <")
    assert "Hello" in mail.body
    assert code_in(mail) not in mail.subject


def test_no_link_in_a_mail_is_escaped(member, client, mailoutbox):
    ask_for_code(client, member.email, next="/a/?b=1&c=2")

    assert "&amp;" not in mailoutbox[0].body


# --- No trace of where people are


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
    for trace in [*traces(ADDRESS), "Tor Browser"]:
        assert not [row for row in [*kept, *mails] if trace in row]
