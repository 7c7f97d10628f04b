"""Something of each kind that not everybody may see."""

import datetime

from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    DocumentFactory,
    ImageFactory,
    MeetingPageFactory,
    StandardPageFactory,
    TimelineEntryPageFactory,
    UserFactory,
    paragraph,
    restrict,
)


def restricted_collection():
    collection = Collection.get_first_root_node().add_child(name="TELLTALE collection")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="login"
    )
    return collection


def hide_things(home_page, blog, history):
    """Add whatever visitors may not see; return all of it. Every text in it has TELLTALE."""
    owner = UserFactory(email="telltale@example.org", display_name="TELLTALE")
    post = {
        "parent": blog,
        "summary": "TELLTALE summary",
        "body": [paragraph("<p>TELLTALE words</p>")],
        "tags": ["candle", "TELLTALE tag"],
        "authors": [AuthorFactory(name="TELLTALE author", slug="telltale")],
        "owner": owner,
    }
    tomorrow = timezone.now() + datetime.timedelta(days=1)

    scheduled = BlogPageFactory(title="TELLTALE scheduled", live=False, **post)
    scheduled.go_live_at = tomorrow
    scheduled.save_revision(approved_go_live_at=tomorrow)

    changed = BlogPageFactory(
        parent=blog, title="Changed", tags=["candle"], owner=owner
    )
    changed.title = "TELLTALE change"
    changed.body = post["body"]
    changed.save_revision(user=owner)

    in_menu = {"parent": home_page, "show_in_menus": True, "introduction": "TELLTALE"}
    private = restrict(StandardPageFactory(title="TELLTALE private page", **in_menu))
    collection = restricted_collection()
    return [
        scheduled,
        BlogPageFactory(title="TELLTALE draft", live=False, **post),
        BlogPageFactory(title="TELLTALE expired", live=False, expired=True, **post),
        restrict(BlogPageFactory(title="TELLTALE login", **post)),
        restrict(BlogPageFactory(title="TELLTALE group", **post), "groups"),
        restrict(
            BlogPageFactory(title="TELLTALE password", **post),
            "password",
            password="TELLTALE",
        ),
        MeetingPageFactory(title="TELLTALE meeting", live=False, **post),
        restrict(MeetingPageFactory(title="TELLTALE private meeting", **post)),
        TimelineEntryPageFactory(
            parent=history,
            title="TELLTALE draft entry",
            body="<p>TELLTALE</p>",
            live=False,
        ),
        restrict(
            TimelineEntryPageFactory(
                parent=history, title="TELLTALE private entry", body="<p>TELLTALE</p>"
            )
        ),
        StandardPageFactory(title="TELLTALE draft page", live=False, **in_menu),
        private,
        StandardPageFactory(parent=private, title="TELLTALE below a private page"),
        ImageFactory(
            title="TELLTALE picture",
            description="TELLTALE description",
            collection=collection,
            uploaded_by_user=owner,
        ),
        DocumentFactory(title="TELLTALE document", collection=collection),
    ]
