"""What a site answers whose database an older version made, in a process of its own.

Code moves between versions, addresses stay: no model and no module of ours is named here.
"""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from post_office.models import Email
from wagtail.models import ModelLogEntry, Page

# Of our groups; of groups that somebody made, to plan and to moderate; and somebody whose
# rights are their own.
WHO_ENTER = ["author", "editor", "moderator", "planner", "watcher", "helper"]
WORD = re.compile(r"Telltale\w+|\b(?:Comment|topic) \d+")
# What happened when, and by what feeds and calendars know their entries.
LINE = re.compile(
    r"(?<=<li>)\d+ \w+ \d{4}, \d\d:\d\d: .*?(?=</li>)"
    r"|(?<=<id>).*?(?=</id>)|\b(?:UID|SEQUENCE):\S+",
    re.DOTALL,
)
LINK = re.compile(r"http://127.0.0.1:8000(/(?:comments/(?:mute|confirm)|meetings)/\S+)")
SETTINGS = re.compile(r"/cms/settings/\w+/commentsettings/")
TICKED = re.compile(r'name="permissions" value="(\d+)"[^>]* checked')
BULK = re.compile(r"/cms/bulk/\w+/\w+/hold/")
STATES = ["waiting", "reported", "published", "removed", "spam"]
OUTCOMES = ["suggested", "planned", "discussed", "declined"]
LISTS = [f"/cms/comments/?state={state}" for state in STATES]
PUBLIC = [
    "/",
    "/blog/feed/",
    "/comments/feed/",
    "/meetings.ics",
    "/search/?q=telltalewords",
    "/telltale-old/",
    *(f"/topics/?state={outcome}" for outcome in OUTCOMES),
]
# What each begins to read, and which links they follow from there.
WALKS = {
    "visitor": (
        PUBLIC,
        r"/blog/(?:meetings/|telltale-[\w-]+/)?|/about/|/comments/\d+/",
    ),
    "member": (
        ["/account/tokens/", "/about/telltale-private/", "/topics/", "/blog/meetings/"],
        r"/blog/telltale-[\w-]+/",
    ),
    "moderator": (["/cms/comments/?state=all", *LISTS], r"/cms/comments/\d+/"),
    "editor": (
        ["/cms/redirects/", *(f"/cms/topics/?state={each}" for each in OUTCOMES)],
        r"/cms/topics/\d+/plan/|/cms/pages/\d+/edit/",
    ),
    "administrator": (["/cms/reports/site-history/"], r"/cms/reports/site-history/"),
}
DOORS = ["/cms/", "/cms/comments/", "/cms/comments/spam-filter/", "/cms/topics/"]
LISTED = [
    *(f"/api/v3/topics/?state={outcome}" for outcome in OUTCOMES),
    "/api/v3/meetings/",
    "/api/v3/posts/?tag=telltaletag",
]


def browser(who, **headers):
    host = settings.ALLOWED_HOSTS[0]
    client = Client(headers={"host": host, **headers}, raise_request_exception=False)
    people = get_user_model().objects
    if who == "administrator":
        client.force_login(people.get(is_superuser=True))
    elif who != "visitor":
        client.force_login(people.get(email=f"telltale-{who}@example.org"))
    return client


def html_of(response):
    return unescape(b"".join(response).decode())


def in_short(response):
    """The status, where it leads, and what of it is to be looked for."""
    html = html_of(response)
    words = [
        *(str(response.status_code), response.headers.get("Location", "")),
        *sorted(set(WORD.findall(html))),
        *(" ".join(strip_tags(line).split()) for line in LINE.findall(html)),
    ]
    return " ".join(filter(None, words))


def look(client, address):
    return in_short(client.get(address))


def post(client, address, **fields):
    return in_short(client.post(address, fields))


# --- Reading


def ask():
    """What everybody reads, by what they are and by address."""
    return {
        "pages": {who: walk(browser(who), *WALKS[who]) for who in WALKS},
        "doors": {who: doors_of(browser(who)) for who in WHO_ENTER},
        "links": {link: look(browser("visitor"), link) for link in mailed()},
        "rights": rights(browser("administrator")),
        "api": api(),
        "data": {who: data_of(browser(who)) for who in ("member", *WHO_ENTER)},
    }


def walk(client, beginnings, links):
    """What is at `beginnings` and wherever `links` lead from there."""
    link = re.compile(f'href="({links})["#]')
    answers, waiting = {}, list(beginnings)
    while waiting:
        address = waiting.pop()
        if address not in answers:
            response = client.get(address)
            answers[address] = in_short(response)
            waiting += link.findall(html_of(response))
    return answers


def doors_of(client):
    """What of the CMS opens for somebody, and their way to the rules for comments."""
    answers = {address: look(client, address) for address in DOORS}
    for address in set(SETTINGS.findall(html_of(client.get("/cms/")))):
        answers["rules"] = look(client, client.get(address).url)
    return answers


def rights(administrator):
    """What is ticked for each group of people."""
    ticked = {}
    for group in Group.objects.all():
        html = html_of(administrator.get(f"/cms/groups/edit/{group.pk}/"))
        permissions = Permission.objects.filter(pk__in=TICKED.findall(html))
        names = permissions.values_list("codename", flat=True)
        ticked[group.name] = sorted(names)
    return ticked


def mailed():
    """The links that people have in their mails."""
    for mail in Email.objects.order_by("pk"):
        yield from LINK.findall(mail.message)


def api():
    visitor = browser("visitor")
    reader = browser("visitor", authorization="Bearer g48_telltale")
    commented = Q(slug__startswith="telltale") | Q(slug__in=["home", "about"])
    pages = Page.objects.live().filter(commented).order_by("pk")
    threads = [f"/api/v3/comments/?page={page.pk}" for page in pages]
    return {
        "visitor": {each: visitor.get(each).json() for each in [*LISTED, *threads]},
        "token": {each: reader.get(each).json() for each in threads[:1]},
    }


def data_of(client):
    data = client.post("/account/data/download/").json()
    data["account"].pop("last_signed_in")  # a moment ago
    return data


# --- Doing


def act():
    """What comes of what can still be done with what is there."""
    visitor, member = browser("visitor"), browser("member")
    editor, moderator = browser("editor"), browser("moderator")
    return {
        "undo": undo(moderator),
        "confirm": confirm(moderator),
        "report": post(visitor, f"/comments/{first_topic()}/report/", reason="spam"),
        "hold": hold(moderator),
        "support": support(member),
        "plan": plan(editor),
        "decline": decline(browser("planner")),
        "come": come(visitor),
        "lists": {address: look(moderator, address) for address in LISTS},
        "erase": post(member, "/account/data/erase/", contributions="remove"),
        "delete": delete(editor),
        "rest": {address: look(moderator, address) for address in LISTS},
    }


def undo(moderator):
    """Undo all that was decided in the last day; what is then at each comment."""
    recent = ModelLogEntry.objects.filter(
        action__startswith="comments.", timestamp__gt=timezone.now() - timedelta(days=1)
    )
    entries = recent.order_by("-pk")
    uuids = dict.fromkeys(str(entry.uuid) for entry in entries)
    comments = [f"/cms/comments/{entry.object_id}/" for entry in entries]
    for uuid in uuids:
        moderator.post("/cms/comments/undo/", {"uuid": uuid})
    return {address: look(moderator, address) for address in comments}


def confirm(moderator):
    """Open the links that wait, and let a moderator approve what comes of them."""
    answers = []
    for token in ("telltale-dubious", "telltale-pending", "telltale-reply"):
        address = f"/comments/confirm/{token}/"
        answers += [
            look(browser("visitor"), address),
            post(browser("visitor"), address),
        ]
    waiting = html_of(moderator.get("/cms/comments/?state=waiting"))
    newest = max(map(int, re.findall(r"/cms/comments/(\d+)/decide/", waiting)))
    approved = post(
        moderator, f"/cms/comments/{newest}/decide/", decision="comments.approve"
    )
    return [*answers, approved, look(browser("visitor"), "/topics/")]


def first_topic():
    """The id of what most members would like to talk about."""
    topics = browser("visitor").get("/api/v3/topics/?state=suggested").json()
    return topics["items"][0]["id"]


def hold(moderator):
    """Hold all that was reported at once."""
    reported = html_of(moderator.get("/cms/comments/?state=reported"))
    comments = set(re.findall(r"/cms/comments/(\d+)/decide/", reported))
    address = BULK.search(reported)[0]
    query = {"id": sorted(comments), "next": "/cms/comments/"}
    return post(moderator, f"{address}?{urlencode(query, doseq=True)}")


def support(member):
    address = f"/comments/{first_topic()}/support/"
    withdrawn = post(member, address, withdraw="on")
    supported = post(member, address, wants_mail="on")
    return [withdrawn, supported, look(member, address)]


def plan(editor):
    topic, meeting = first_topic(), Page.objects.get(slug="telltale-meeting")
    fields = {"topics": [topic], "meeting": meeting.pk}
    planned = post(editor, f"/cms/topics/{topic}/plan/", **fields)
    return [planned, look(browser("visitor"), "/blog/telltale-meeting/")]


def decline(planner):
    topic = first_topic()
    return [
        post(planner, f"/cms/topics/{topic}/decline/", answer="TelltaleRefusal"),
        look(browser("visitor"), "/topics/?state=declined"),
        post(planner, f"/cms/topics/{topic}/change/", change="reopen"),
        look(browser("visitor"), "/topics/"),
    ]


def come(visitor):
    meeting = Page.objects.get(slug="telltale-meeting")
    guest = {"name": "TelltaleLast", "email": "last@example.org"}
    link = next(link for link in mailed() if link.startswith("/meetings/"))
    return [
        post(visitor, f"/meetings/{meeting.pk}/coming/", **guest),
        post(visitor, link, answer="yes"),
        look(browser("editor"), f"/cms/pages/{meeting.pk}/edit/"),
    ]


def delete(editor):
    """Delete a page with its comments, some of which suggest topics."""
    page = Page.objects.get(slug="telltale-post")
    deleted = post(editor, f"/cms/pages/{page.pk}/delete/")
    return [deleted, *(look(browser("visitor"), each) for each in PUBLIC)]
