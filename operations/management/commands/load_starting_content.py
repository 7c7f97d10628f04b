import re
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.images import ImageFile
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Page, Site

from base.models import Image
from blog.models import Author, BlogIndexPage, BlogPage
from history.models import HistoryPage, TimelineEntryPage
from home import starting_content as content
from home.models import HomePage, SiteSettings, StandardPage

PICTURES = Path(content.__file__).parent / "starting_pictures"


class Command(BaseCommand):
    help = "Fill an empty site with its first pages. Does nothing when there is a home page."

    def handle(self, **options):
        if HomePage.objects.exists():
            self.stdout.write("The site has pages already: nothing was changed.")
            return
        with transaction.atomic():
            StartingContent().load()
        self.stdout.write("The first pages are there.")


class StartingContent:
    """Makes pages of what `home.starting_content` says."""

    def __init__(self):
        self.pages = {}  # by address

    def load(self):
        """Make all pages and publish them."""
        self.home = self.make_home()
        about = self.add(self.home, StandardPage, content.ABOUT, "/about/")
        history = self.add(self.home, HistoryPage, content.HISTORY, "/history/")
        blog = self.add(self.home, BlogIndexPage, content.BLOG, "/blog/")
        for entry in content.TIMELINE:
            self.add(history, TimelineEntryPage, entry, f"/history/{entry['slug']}/")
        author = Author.objects.create(**content.AUTHOR)
        for post in content.POSTS:
            page = self.add(blog, BlogPage, post, f"/blog/{post['slug']}/")
            page.authors = [author]
            page.tags.add(*post["tags"])
        # Only now does every page exist that another one links to.
        for page, fields in [
            (self.home, content.HOME),
            (history, content.HISTORY),
            (about, content.ABOUT),
            *((self.pages[f"/blog/{post['slug']}/"], post) for post in content.POSTS),
        ]:
            page.body = self.stream(page, fields["body"])
        for page in self.pages.values():
            self.link_rich_text(page)
            page.save_revision().publish()
        self.save_settings()

    def make_home(self):
        """The home page, in place of the page that a new Wagtail begins with."""
        Page.objects.filter(depth=2, content_type__model="page").delete()
        root = Page.objects.get(depth=1)
        home = HomePage(slug="home", **without_body(content.HOME))
        root.add_child(instance=home)
        url = urlsplit(settings.SITE_URL)
        Site.objects.create(
            hostname=url.hostname,
            port=url.port or (443 if url.scheme == "https" else 80),
            site_name=settings.WAGTAIL_SITE_NAME,
            root_page=home,
            is_default_site=True,
        )
        self.pages["/"] = home
        return home

    def add(self, parent, page_type, fields, address):
        fields = without_body(fields)
        fields.pop("tags", None)
        if picture := fields.pop("cover", None):
            description = fields.pop("cover_description")
            fields["cover"] = self.picture(picture, description)
        page = page_type(**fields)
        parent.add_child(instance=page)
        self.pages[address] = page
        return page

    def picture(self, name, description):
        with (PICTURES / name).open("rb") as file:
            return Image.objects.create(
                title=description,
                description=description,
                credit="Amnesty G48",
                file=ImageFile(file, name=name),
            )

    def stream(self, page, blocks):
        field = page._meta.get_field("body")
        return field.to_python([self.block(kind, value) for kind, value in blocks])

    def block(self, kind, value):
        if kind == "paragraph":
            value = self.linked(value)
        elif kind == "quotation":
            value = {"source": "", **value}
        elif kind == "call_to_action":
            value = {
                "text": value["text"],
                "link": {"label": value["label"], **self.target(value["link"])},
            }
        return {"type": kind, "value": value}

    def target(self, link):
        empty = {"page": None, "url": "", "email": ""}
        if link in self.pages:
            return {**empty, "page": self.pages[link].pk}
        if link.startswith("mailto:"):
            return {**empty, "email": link.removeprefix("mailto:")}
        return {**empty, "url": link}

    def link_rich_text(self, page):
        for name in ("introduction", "contact", "body"):
            text = getattr(page, name, None)
            if isinstance(text, str):
                setattr(page, name, self.linked(text))

    def linked(self, html):
        """`html` with links to our own addresses made links to the pages themselves."""

        def page_link(match):
            page = self.pages.get(match[1])
            return f'<a linktype="page" id="{page.pk}">' if page else match[0]

        return re.sub(r'<a href="(/[^"]*)">', page_link, html)

    def save_settings(self):
        site = Site.objects.get(is_default_site=True)
        SiteSettings.objects.create(
            site=site,
            contact_email=content.SETTINGS["contact_email"],
            footer=self.linked(content.SETTINGS["footer"]),
        )


def without_body(fields):
    """`fields` as a page type takes them; a body of blocks is set when links can be."""
    fields = dict(fields)
    if isinstance(blocks := fields.get("body"), list):
        del fields["body"]
        if "whose" in fields:  # a timeline entry has plain text
            fields["body"] = "".join(value for _, value in blocks)
    return fields
