"""Topics for other front ends: what is suggested, and supporting it."""

import datetime
from typing import Literal

from django.http import Http404
from ninja import Field, Query, Router, Schema, Status

from base.api.lists import (
    Slice,
    chosen,
    detail_url,
    field_names,
    listed,
    only,
    optional,
    part_of,
    problems,
)
from comments.api.schemas import absolute
from comments.reading import text
from members.tokens.authentication import MEMBER_AUTH, MEMBER_OR_GUEST_AUTH

from .models import Topic
from .support import add_support, withdraw_support
from .views import ORDERS, add_pages

router = Router(tags=["topics"])

State = Literal["suggested", "planned", "discussed", "declined"]


class PageLinkSchema(Schema):
    """A page that everybody may read."""

    id: int = Field(examples=[12])
    title: str = Field(examples=["A letter evening"])
    url: str = Field(examples=["https://g48.example.org/blog/a-letter-evening/"])
    detail_url: str = Field(examples=["https://g48.example.org/api/v3/pages/12/"])


class TopicSchema(Schema):
    id: int = Field(description="The id of the comment, too.", examples=[48])
    title: str = optional("One line, plain text.", "Could we write letters together?")
    state: State = optional("What became of it.", "suggested")
    text: str = optional("What the comment says: Markdown.", "Could we write letters?")
    html: str = optional(
        "The same as HTML that is safe to show.", "<p>Could we write letters?</p>"
    )
    name: str = optional("Who suggests it.", "Jun")
    written: datetime.datetime = optional("When.")
    url: str = optional(
        "Where people read and discuss it.", "https://g48.example.org/comments/48/"
    )
    support: int = optional("How many members support it.", 3)
    takes_support: bool = optional("Whether it can be supported now.", True)
    is_supported: bool = optional("Whether you support it.", False)
    meeting: PageLinkSchema | None = optional(
        "The meeting that takes it up, once that is published."
    )
    report: PageLinkSchema | None = optional("The post that tells what came of it.")
    answer: str = optional("Why the group does not take it up, if it does not.", "")


class TopicFilters(Schema):
    state: State | None = Field(None, description="Only topics of which this became.")
    order: Literal["support", "newest"] = Field(
        "support", description="The most supported first, or the newest."
    )

    def apply(self, topics):
        if self.state:
            topics = topics.filter(state=self.state)
        return topics.order_by(*ORDERS[self.order])


def public_topics(user):
    return Topic.objects.public().with_support(user).select_related("comment")


@router.get(
    "/",
    auth=MEMBER_OR_GUEST_AUTH,
    response={200: listed(TopicSchema), **problems(400, 401, 403, 422)},
    exclude_unset=True,
    operation_id="topics_list",
    summary="List topics",
)
def list_topics(
    request,
    filters: Query[TopicFilters],
    part: Query[Slice],
    fields: field_names(TopicSchema) = "",
):
    """What people suggest to talk about at meetings, the most supported first."""
    wanted = chosen(TopicSchema, fields)
    return part_of(
        filters.apply(public_topics(request.user)),
        part,
        request,
        lambda topics: represent(topics, request, wanted),
    )


def represent(topics, request, wanted):
    add_pages(topics)
    return [
        only(
            wanted,
            {
                "id": topic.pk,
                "title": topic.title,
                "state": topic.state,
                "text": topic.comment.comment,
                "html": lambda topic=topic: text.render(topic.comment.comment),
                "name": topic.comment.user_name,
                "written": topic.comment.submit_date,
                "url": absolute(topic.comment, request),
                "support": topic.support,
                "takes_support": topic.takes_support,
                "is_supported": topic.is_supported,
                "meeting": link_to(topic.shown_meeting, request),
                "report": link_to(topic.shown_report, request),
                "answer": topic.answer,
            },
        )
        for topic in topics
    ]


def link_to(page, request):
    return page and {
        "id": page.pk,
        "title": page.title,
        "url": page.get_full_url(request),
        "detail_url": detail_url(page, request),
    }


class SupportSchema(Schema):
    wants_mail: bool = Field(
        False, description="Tell me by mail what becomes of the topic."
    )


@router.put(
    "/{id:topic_id}/support/",
    auth=MEMBER_AUTH,
    response={200: TopicSchema, **problems(400, 401, 403, 404, 409, 422)},
    operation_id="topics_support",
    summary="Support a topic",
)
def support(request, topic_id: int, data: SupportSchema):
    """Say that you would like it, too; once more changes only `wants_mail`."""
    add_support(find(topic_id, request), request.user, data.wants_mail)
    return shown(topic_id, request)


@router.delete(
    "/{id:topic_id}/support/",
    auth=MEMBER_AUTH,
    response={204: None, **problems(400, 401, 403, 404)},
    operation_id="topics_withdraw_support",
    summary="Support a topic no longer",
)
def withdraw(request, topic_id: int):
    """Take your support back, if you gave any."""
    withdraw_support(find(topic_id, request), request.user)
    return Status(204, None)


def find(topic_id, request):
    topics = public_topics(request.user).filter(pk=topic_id)
    if topic := topics.first():
        return topic
    raise Http404("No topic is here.")


def shown(topic_id, request):
    topics = [find(topic_id, request)]
    return represent(topics, request, set(TopicSchema.model_fields))[0]
