"""Every page type can be edited, and has its place in the tree."""

import pytest
from wagtail.models import Page, get_page_models

from blog.models import BlogIndexPage, BlogPage, MeetingPage
from history.models import HistoryPage, TimelineEntryPage
from home.models import HomePage, StandardPage
from tests.factories import (
    BlogPageFactory,
    MeetingPageFactory,
    StandardPageFactory,
    TimelineEntryPageFactory,
)


@pytest.fixture
def page(request, home_page, blog, history):
    """A page of the type asked for."""
    return {
        HomePage: lambda: home_page,
        BlogIndexPage: lambda: blog,
        HistoryPage: lambda: history,
        StandardPage: lambda: StandardPageFactory(parent=home_page),
        BlogPage: lambda: BlogPageFactory(parent=blog),
        MeetingPage: lambda: MeetingPageFactory(parent=blog),
        TimelineEntryPage: lambda: TimelineEntryPageFactory(parent=history),
    }[request.param]()


PAGE_TYPES = [
    HomePage,
    StandardPage,
    BlogIndexPage,
    BlogPage,
    MeetingPage,
    HistoryPage,
    TimelineEntryPage,
]


def test_no_page_type_is_forgotten_here():
    ours = {model for model in get_page_models() if model.is_creatable}

    assert set(PAGE_TYPES) == ours - {Page}


@pytest.mark.parametrize("page", PAGE_TYPES, indirect=True)
def test_a_page_is_editable(page, editor, wagtail, sign_in, form_of):
    sign_in(editor)
    form = form_of(page)
    form["action-publish"] = "on"

    wagtail.assertPageIsEditable(page, form, user=editor)

    assert page.revisions.get().user == editor  # so the form was without errors


@pytest.mark.parametrize(
    ("page_type", "parents", "children"),
    [
        (HomePage, [Page], [StandardPage, HistoryPage, BlogIndexPage]),
        (StandardPage, [HomePage, StandardPage], [StandardPage]),
        (BlogIndexPage, [HomePage], [BlogPage, MeetingPage]),
        (BlogPage, [BlogIndexPage], []),
        (MeetingPage, [BlogIndexPage], []),
        (HistoryPage, [HomePage], [TimelineEntryPage]),
        (TimelineEntryPage, [HistoryPage], []),
    ],
)
def test_a_page_has_its_place_in_the_tree(page_type, parents, children, wagtail):
    wagtail.assertAllowedParentPageTypes(page_type, parents)
    wagtail.assertAllowedSubpageTypes(page_type, children)
