"""What the API tells of comments, and what it takes."""

import datetime
from typing import Literal

from ninja import Field, Schema

from base.ids import Id
from comments.reading import text


class CommentSchema(Schema):
    id: int = Field(validation_alias="pk", examples=[48])
    page: int = Field(
        validation_alias="page_id",
        description="The id of the page it is on.",
        examples=[12],
    )
    parent: int | None = Field(
        description="The id of the comment that it stands below: the one that it "
        "answers, unless that is as deep as threads go.",
        examples=[47],
    )
    thread: int = Field(
        validation_alias="thread_id",
        description="The id of the first comment of its thread.",
        examples=[40],
    )
    depth: int = Field(
        description="How many comments are above it in the thread.", examples=[1]
    )
    state: Literal["published", "waiting", "removed"] = Field(
        description="`waiting` for a moderator: only its writer sees it. `removed`: "
        "nothing is left of it, but others answered it."
    )
    name: str = Field(
        validation_alias="user_name", description="Who wrote it.", examples=["Minji"]
    )
    by_group: bool = Field(
        description="Whether one of the group's own people wrote it."
    )
    website: str = Field(
        validation_alias="user_url",
        description="An address that the name links to, or empty.",
        examples=[""],
    )
    written: datetime.datetime | None
    edited: datetime.datetime | None = Field(
        description="When its writer changed it, if they did."
    )
    text: str = Field(
        validation_alias="comment",
        description="What it says, as it was typed: Markdown.",
        examples=["I *agree*."],
    )
    html: str = Field(
        description="The same as HTML that is safe to show.",
        examples=["<p>I <em>agree</em>.</p>"],
    )
    in_reply_to: str = Field(
        description="The name of who wrote what it answers.", examples=["Jun"]
    )
    suggests_topic: bool = Field(description="Whether it suggests one for a meeting.")
    takes_replies: bool = Field(
        description="Whether it may be answered, while the page takes comments."
    )
    is_own: bool = Field(description="Whether you wrote it: then you may delete it.")
    is_editable: bool = Field(description="Whether you may change it now.")
    more_replies: int = Field(
        validation_alias="remainder",
        description="After this one, so many more of its thread: ask with `thread=`.",
    )
    url: str = Field(
        description="Its permanent address.",
        examples=["https://g48.example.org/comments/48/"],
    )

    @staticmethod
    def resolve_parent(comment):
        return comment.parent_id if comment.depth else None

    @staticmethod
    def resolve_state(comment):
        if comment.is_removed:
            return "removed"
        return "published" if comment.is_public else "waiting"

    @staticmethod
    def resolve_written(comment):
        return None if comment.is_removed else comment.submit_date

    @staticmethod
    def resolve_edited(comment):
        return None if comment.is_removed else comment.edited_at

    @staticmethod
    def resolve_html(comment):
        return text.render(comment.comment)

    @staticmethod
    def resolve_is_own(comment, context):
        return comment.is_by(context["request"].user)

    @staticmethod
    def resolve_is_editable(comment, context):
        return comment.is_editable_by(context["request"].user)

    @staticmethod
    def resolve_url(comment, context):
        return permalink(comment, context["request"])


class ThreadSchema(Schema):
    items: list[CommentSchema] = Field(
        validation_alias="comments",
        description="Each comment before those that answer it, the oldest first.",
    )
    count: int = Field(
        description="How many comments there are on the page in all.", examples=[3]
    )
    number: int = Field(description="Which part this is.", examples=[1])
    num_pages: int = Field(description="How many parts there are.", examples=[1])


class ThreadQuery(Schema):
    page: Id = Field(description="The id of a page.", examples=[12])
    number: int = Field(
        1,
        ge=1,
        description="Which part of its comments: 50 threads are in each, and of long "
        "threads the first hundred comments.",
    )
    thread: Id | None = Field(
        None, description="The id of a long thread, for the rest of it.", examples=[40]
    )


def permalink(comment, request):
    """Where people read `comment`, as an absolute address."""
    return request.build_absolute_uri(comment.get_absolute_url())


class FormSchema(Schema):
    page: int = Field(examples=[12])
    form: str = Field(description="To send with the comment.")
    min_age: int = Field(
        description="Seconds that must have passed before it is sent.", examples=[2]
    )
    max_age: int = Field(
        description="Seconds after which a new one is needed.", examples=[86400]
    )
    is_member: bool = Field(
        description="Whether you are known: then neither name nor e-mail is needed."
    )
    csrf_token: str | None = Field(
        description="For members signed in on this site: what to send as the header "
        "`X-CSRFToken`."
    )


class NewCommentSchema(Schema):
    page: Id = Field(description="The id of the page.", examples=[12])
    form: str = Field(
        "", description="What `GET /comments/form/` told, at least 2 seconds ago."
    )
    text: str = Field(
        "",
        description="Markdown, 3,000 characters at most.",
        examples=["I would like to write to her."],
    )
    reply_to: int | None = Field(
        None, description="The id of the comment that it answers."
    )
    name: str = Field("", description="Guests: any name. It is shown.")
    email: str = Field(
        "",
        description="Guests: never shown. The link to confirm goes there.",
        examples=["minji@example.org"],
    )
    website: str = Field("", description="Guests: an address that the name links to.")
    wants_replies: bool = Field(False, description="Tell me about replies by mail.")
    suggests_topic: bool = Field(
        False, description="Suggest this as a topic for a meeting."
    )


class WaitingSchema(Schema):
    state: Literal["to_confirm"]
    detail: str = Field(
        examples=["We have sent you a link. Open it and press the button there."]
    )


class ConfirmSchema(Schema):
    token: str = Field(
        description="The end of the link in the mail.", pattern="^[A-Za-z0-9_-]+$"
    )


class ConfirmedSchema(Schema):
    state: Literal["published", "waiting", "gone"]
    comment: int | None = Field(description="Its id, once it is published.")
    detail: str = Field(examples=["Your comment is published."])


class TextSchema(Schema):
    text: str = Field(description="What it shall say: Markdown.", examples=["I agree."])


class ReportSchema(Schema):
    reason: Literal["hate", "private", "spam", "other"] = Field(
        description="`hate`: it insults or threatens people; `private`: it tells what is "
        "private or endangers somebody; `spam`: it is advertising."
    )
    text: str = Field(
        "",
        description="In your words, 500 characters at most. Only moderators read it.",
    )
