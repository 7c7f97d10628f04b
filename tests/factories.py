"""Valid pages, pictures and blocks: a test sets only what it is about."""

import datetime
from uuid import uuid4

import factory
import wagtail_factories
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import (
    Collection,
    PageViewRestriction,
)

from base.images.requests import make_due
from base.models import Image
from base.text import clean_text
from blog.models import Author, BlogPage, MeetingPage
from comments import writing
from comments.models import Comment
from comments.submission.submit import add_comment
from history.models import TimelineEntryPage
from home.models import StandardPage

PUBLISHED = datetime.datetime(2024, 5, 17, 3, tzinfo=datetime.UTC)  # noon in Seoul


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()

    email = factory.Sequence("writer-{}@example.org".format)
    display_name = "Writer"


class ImageFactory(wagtail_factories.ImageFactory):
    class Meta:
        model = Image
        skip_postgeneration_save = True

    title = "Candle"
    description = "A candle in the dark"
    collection = factory.LazyFunction(Collection.get_first_root_node)
    file = factory.django.ImageField(width=16, height=12, color="black")

    @factory.post_generation
    def small_renditions(self, create, wanted):
        """Those that an upload makes; not with `small_renditions=False`."""
        if create and wanted is not False:
            self.make_small_renditions()


class DocumentFactory(wagtail_factories.DocumentFactory):
    title = "Report"
    collection = factory.LazyFunction(Collection.get_first_root_node)
    file = factory.django.FileField(filename="report.txt", data=b"What we found.")


class AuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Author

    name = factory.Sequence("Author {}".format)
    slug = factory.Sequence("author-{}".format)


class PageFactory(wagtail_factories.PageFactory):
    """A page below `parent`, published unless `live` says otherwise."""

    class Meta:
        abstract = True

    slug = ""  # made of the title, in whatever script
    live = True
    first_published_at = factory.LazyAttribute(
        lambda page: PUBLISHED if page.live else None
    )
    last_published_at = factory.SelfAttribute("first_published_at")


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence("Page {}".format)


class TimelineEntryPageFactory(PageFactory):
    class Meta:
        model = TimelineEntryPage

    title = factory.Sequence("Event {}".format)
    year = 1972


class BlogPageFactory(PageFactory):
    """A post; `tags` are names."""

    class Meta:
        model = BlogPage

    title = factory.Sequence("Post {}".format)
    summary = "What it is about."
    date = datetime.date(2024, 5, 17)
    tags = ()
    authors = ()

    @classmethod
    def _create_instance(cls, model_class, parent, fields):
        tags, authors = fields.pop("tags"), fields.pop("authors")
        post = model_class(**fields)
        post.tags.add(*map(clean_text, tags))  # as the editor's form does
        post.authors = authors
        return parent.add_child(instance=post)


class MeetingPageFactory(BlogPageFactory):
    """A meeting of two hours, in a week."""

    class Meta:
        model = MeetingPage

    title = factory.Sequence("Meeting {}".format)
    starts = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=7))
    ends = factory.LazyAttribute(
        lambda meeting: meeting.starts + datetime.timedelta(hours=2)
    )
    venue = "Café Dongne"


def block(kind, value):
    return {"type": kind, "value": value}


def heading(text):
    return block("heading", text)


def paragraph(html):
    return block("paragraph", html)


def link_to(page):
    return f'<a linktype="page" id="{page.pk}">{page.title}</a>'


def captioned(image, caption=""):
    picture = {"image": image.pk, "alt_text": image.description, "decorative": False}
    return {"picture": picture, "caption": caption}


def picture(image, caption=""):
    return block("picture", captioned(image, caption))


def gallery(*images):
    return block("gallery", [captioned(image) for image in images])


def quotation(text, author="Peter Benenson", source=""):
    return block("quotation", {"text": text, "author": author, "source": source})


def call_to_action(text="Act now.", label="Act", page=None, url="", email=""):
    link = {"label": label, "page": page and page.pk, "url": url, "email": email}
    return block("call_to_action", {"text": text, "link": link})


def action(title="Free the poet", identifier=None, **fields):
    """A letter, or whatever `fields` make of it."""
    value = {
        "kind": "letter",
        "title": title,
        "addressee": "The Minister",
        "address": "",
        "email": "",
        "points": ["Release him."],
        "sample": "",
        "link": "",
        "deadline": None,
    }
    return {**block("action", {**value, **fields}), "id": str(identifier or uuid4())}


def embed(url="https://video.example.org/1", title="An interview", image=None):
    still = image and captioned(image)["picture"]
    return block("embed", {"url": url, "title": title, "picture": still})


def document(doc):
    return block("document", doc.pk)


def table(caption="Letters written", columns=(), rows=()):
    return block(
        "table",
        {
            "caption": caption,
            "table": {
                "columns": [{"type": kind, "heading": name} for kind, name in columns],
                "rows": [{"values": row} for row in rows],
            },
        },
    )


def code(text, language=""):
    return block("code", {"language": language, "code": text})


def restrict(page, kind="login", **details):
    """Make `page`, and all below it, open to some people only."""
    PageViewRestriction.objects.create(page=page, restriction_type=kind, **details)
    return page


def queries_of(client, address):
    """How often the page at `address` asks the database, not the first time."""
    assert client.get(address).status_code == 200  # asks for renditions
    make_due()
    caches["renditions"].clear()
    assert client.get(address).status_code == 200  # remembers them
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


# --- Comments


def create_comment(page, *, text="I agree.", name="Minji", reply_to=None, **fields):
    """A comment on `page`, stored as if its form was filled in and confirmed; `reply_to`
    is the comment that it answers, or its id."""
    fields = {"email": "minji@example.org", **fields}
    parent_id = getattr(reply_to, "pk", reply_to)
    return add_comment(page.pk, text=text, name=name, reply_to=parent_id, **fields)


def count_comments(page):
    """How many comments on `page` anybody may read."""
    return Comment.objects.counts_on([page])[page.pk]


def publish(comment):
    return writing.change(comment, is_public=True)


def hold(comment):
    return writing.change(comment, is_public=False, held_at=timezone.now())


def remove(comment):
    return writing.change(comment, is_removed=True)


def restore(comment):
    return writing.change(comment, is_removed=False)
