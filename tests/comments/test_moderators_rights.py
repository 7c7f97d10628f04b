"""Moderators and editors see comments in the CMS, and nobody else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from comments.models import CommentSettings
from comments.moderation import decisions
from comments.moderation.decisions import Decision
from tests.cms import is_refused

from .moderating import LIST, bulk_url, listed, state, url_of

# --- Who may


@pytest.mark.parametrize("who", ["moderator", "editor", "administrator"])
def test_moderators_and_editors_see_what_waits(who, request, wait, sign_in):
    comment = wait()

    assert listed(sign_in(request.getfixturevalue(who))) == [comment.pk]


def test_a_moderator_can_open_nothing_else(moderator, sign_in, post):
    client = sign_in(moderator)

    assert is_refused(client.get(reverse("wagtailadmin_pages:edit", args=[post.pk])))
    assert is_refused(client.get(reverse("wagtailusers_users:index")))
    assert is_refused(client.get(reverse("wagtailredirects:index")))


def test_an_author_is_refused_everywhere(wait, author, sign_in):
    comment = wait()
    client = sign_in(author)
    _number, uuid = decisions.decide([comment], Decision.REMOVE)
    before = state(comment)

    for answer in [
        client.get(LIST),
        client.get(reverse("moderation:index_results")),
        client.get(url_of(comment)),
        client.post(url_of(comment), {"passage": "agree"}),
        client.get(bulk_url("approve", comment)),
        client.post(bulk_url("approve", comment)),
        client.post(
            reverse("moderation:decide", args=[comment.pk]),
            {"decision": Decision.APPROVE.value},
        ),
        client.post(reverse("moderation:undo"), {"uuid": str(uuid)}),
        client.get(reverse("moderation:spam_filter")),
        client.post(reverse("moderation:spam_filter")),
    ]:
        assert is_refused(answer)
    assert state(comment) == before


def test_whoever_is_not_signed_in_is_sent_to_the_login(wait, client):
    comment = wait()

    for url in (LIST, url_of(comment), bulk_url("approve", comment)):
        assert client.get(url).url.startswith(reverse("wagtailadmin_login"))
    assert client.post(bulk_url("approve", comment)).status_code == 302
    assert state(comment)[0] is False


def test_the_dashboard_of_an_author_tells_nothing_of_comments(wait, author, sign_in):
    wait()

    response = sign_in(author).get(reverse("wagtailadmin_home"))

    assert LIST not in response.content.decode()


# --- The menu and the first page


def test_the_menu_and_the_dashboard_say_how_many_wait(wait, moderator, sign_in):
    wait("One.")
    wait("Two.")

    html = sign_in(moderator).get(reverse("wagtailadmin_home")).content.decode()

    assert '"data-badge": "2"' in html
    assert "2 comments wait for you" in html


@pytest.mark.parametrize(
    ("storm", "sentence"),
    [
        ("hold", "Every comment waits until"),
        ("close", "Discussions are closed until"),
        ("read_only", "Discussions are closed until"),
    ],
)
def test_the_dashboard_says_that_a_storm_switch_is_on(
    storm, sentence, rule, home_page, moderator, sign_in
):
    home = reverse("wagtailadmin_home")
    settings = CommentSettings.for_site(home_page.get_site())
    change = reverse(
        "wagtailsettings:edit", args=["comments", "commentsettings", settings.site_id]
    )
    assert sentence not in sign_in(moderator).get(home).content.decode()

    rule(storm=storm, storm_until=timezone.now() + timedelta(days=1))

    assert sentence in sign_in(moderator).get(home).content.decode()
    link = f'<a href="{change}">Change it</a>'
    assert link in sign_in(moderator).get(home).content.decode()
    moderator.groups.get().permissions.remove(
        Permission.objects.get(codename="change_commentsettings")
    )
    assert link not in sign_in(moderator).get(home).content.decode()
    rule(storm_until=timezone.now() - timedelta(days=1))
    assert sentence not in sign_in(moderator).get(home).content.decode()


def test_the_menu_of_an_author_has_no_comments(wait, author, moderator, sign_in):
    wait()
    sign_in(moderator).get(reverse("wagtailadmin_home"))

    html = sign_in(author).get(reverse("wagtailadmin_home")).content.decode()

    assert "data-badge" not in html
