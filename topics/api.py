"""Topics for other front ends: what is suggested, and supporting it."""

import datetime
from typing import Literal

from django.http import Http404
from ninja import Field, Query, Router, Schema, Status

from base.api.operations import Slice, list_of, paginate, problems
from base.api.schemas import PageSchema, SelectableSchema, field_names, optional
from comments.api.schemas import permalink
from comments.reading import text
from members.tokens.authentication import MEMBER_AUTH, MEMBER_OR_GUEST_AUTH

from .models import Topic
from .views import ORDERS, add_pages

router = Router(tags=["topics"])

State = Literal["suggested", "planned", "discussed", "declined"]


class PageLinkSchema(PageSchema):
    """A page that everybody may read."""

    id: int = Field(examples=[12])
    title: str = Field(examples=["A letter evening"])
    url: str = Field(examples=["https://g48.example.org/blog/a-letter-evening/"])
    detail_url: str = Field(examples=["https://g48.example.org/api/v3/pages/12/"])


class TopicSchema(SelectableSchema):
    id: int = Field(
        alias="pk", description="The id of the comment, too.", examples=[48]
    )
    title: str = optional("One line, plain text.", "Could we write letters together?")
    state: State = optional("What became of it.", "suggested")
    text: str = optional(
        "What the comment says: Markdown.",
        "Could we write letters?",
        alias="comment.comment",
    )
    html: str = optional(
        "The same as HTML that is safe to show.", "<p>Could we write letters?</p>"
    )
    name: str = optional("Who suggests it.", "Jun", alias="comment.user_name")
    written: datetime.datetime = optional("When.", alias="comment.submit_date")
    url: str = optional(
        "Where people read and discuss it.", "https://g48.example.org/comments/48/"
    )
    support: int = optional("How many members support it.", 3)
    takes_support: bool = optional("Whether it can be supported now.", True)
    is_supported: bool = optional("Whether you support it.", False)
    meeting: PageLinkSchema | None = optional(
        "The meeting that takes it up, once that is published.", alias="shown_meeting"
    )
    report: PageLinkSchema | None = optional(
        "The post that tells what came of it.", alias="shown_report"
    )
    answer: str = optional("Why the group does not take it up, if it does not.", "")

    @staticmethod
    def resolve_html(topic):
        return text.render(topic.comment.comment)

    @staticmethod
    def resolve_url(topic, context):
        return permalink(topic.comment, context["request"])

    @staticmethod
    def prefetch_meeting(topics, request):
        add_pages(topics)

    prefetch_report = prefetch_meeting


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
    **list_of(TopicSchema, auth=MEMBER_OR_GUEST_AUTH, statuses=(401, 403)),
    operation_id="topics_list",
    summary="List topics",
)
def list_topics(
    request,
    filters: Query[TopicFilters],
    part: Query[Slice],
    fields: field_names(TopicSchema) = "",  # type: ignore[valid-type]
):
    """What people suggest to talk about at meetings, the most supported first."""
    topics = filters.apply(public_topics(request.user))
    return paginate(topics, part, request, TopicSchema, fields)


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
    find(topic_id, request).add_support(request.user, data.wants_mail)
    topic = find(topic_id, request)
    add_pages([topic])
    return topic


@router.delete(
    "/{id:topic_id}/support/",
    auth=MEMBER_AUTH,
    response={204: None, **problems(400, 401, 403, 404)},
    operation_id="topics_withdraw_support",
    summary="Support a topic no longer",
)
def withdraw(request, topic_id: int):
    """Take your support back, if you gave any."""
    find(topic_id, request).supports.filter(user=request.user).delete()
    return Status(204, None)


def find(topic_id, request):
    topics = public_topics(request.user).filter(pk=topic_id)
    if topic := topics.first():
        return topic
    raise Http404("No topic is here.")
