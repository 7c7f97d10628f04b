"""Posts with all that the pages show, in lists."""

import datetime
from typing import Any, Literal

from ninja import Field, Query, Router, Schema

from base.api.bodies import RichTextFormat, represent_bodies
from base.api.operations import Slice, list_of, paginate
from base.api.schemas import (
    PageSchema,
    PictureSchema,
    field_names,
    optional,
    represent_picture,
)
from base.ids import Id
from base.images.specs import COVER_FILTER
from base.templatetags.g48 import language_of
from comments.models import Comment

from .models import BlogPage, BlogPageTag

router = Router(tags=["posts"])


# Wagtail has names like AuthorSchema for the models themselves.
class PostAuthorSchema(Schema):
    name: str = Field(examples=["Kim Minji"])
    slug: str = Field(examples=["kim-minji"])


class PostTagSchema(Schema):
    name: str = Field(alias="tag.name", examples=["death penalty"])
    slug: str = Field(alias="tag.slug", examples=["death-penalty"])


class PostSchema(PageSchema):
    id: int = Field(examples=[12])
    title: str = optional("Plain text.", "What one letter can do")
    slug: str = optional("The last part of its address.", "what-one-letter-can-do")
    url: str = optional(
        "Where people read it.", "https://g48.example.org/blog/what-one-letter-can-do/"
    )
    detail_url: str = optional(
        "Where programs read it.", "https://g48.example.org/api/v3/pages/12/"
    )
    date: datetime.date = optional("The day that it is of.", "2024-05-17")
    updated: datetime.date | None = optional(
        "When it was changed, if that was on a later day.", "2024-06-01"
    )
    summary: str = optional("One or two sentences.", "How writing helps.")
    authors: list[PostAuthorSchema] = optional("Who wrote it.")
    tags: list[PostTagSchema] = optional("What it is about.", alias="tagged_items")
    cover: PictureSchema | None = optional("Its picture, 1200 × 675, if it has one.")
    body: list[dict[str, Any]] = optional(
        "Its blocks, each with `type`, `value` and `id`.",
        [{"type": "paragraph", "value": "<p>Dear friends,</p>", "id": "a1"}],
        alias="body_blocks",
    )
    language: Literal["en", "ko"] = optional("That of its title.", "en")
    comments_open: bool = optional("Whether it takes comments.", True)
    comments: int = optional(
        "How many there are to be read.", 3, alias="number_of_comments"
    )

    @staticmethod
    def resolve_cover(post):
        return represent_picture(post.cover, COVER_FILTER)

    @staticmethod
    def prefetch_body(posts, request):
        bodies = represent_bodies([post.body for post in posts], request)
        for post, blocks in zip(posts, bodies, strict=True):
            post.body_blocks = blocks

    @staticmethod
    def resolve_language(post):
        return language_of(post.title)

    @staticmethod
    def prefetch_comments(posts, request):
        numbers = Comment.objects.counts_on(posts)
        for post in posts:
            post.number_of_comments = numbers.get(post.pk, 0)


class PostFilters(Schema):
    id: list[Id] = Field([], description="Ids of posts.", examples=[[12]])
    slug: str | None = Field(None, description="The last part of an address.")
    tag: list[str] = Field(
        [],
        description="The slug of a tag. Repeat it for posts that have all of them.",
        examples=[["letters"]],
    )
    author: str | None = Field(None, description="The slug of an author.")
    year: int | None = Field(None, ge=1, le=9999, examples=[2024])
    language: Literal["en", "ko"] | None = Field(
        None, description="Only posts with a title in English, or in Korean."
    )
    comments_open: bool | None = Field(
        None, description="True: only posts that take comments; false: the others."
    )
    order: Literal["-date", "date", "title", "-title"] = Field(
        "-date", description="By what to sort; with a hyphen, backwards."
    )

    def apply(self, posts):
        for slug in self.tag:
            tagged = BlogPageTag.objects.filter(tag__slug=slug)
            posts = posts.filter(pk__in=tagged.values("content_object"))
        if self.language:
            titles = posts.values_list("pk", "title").order_by()
            same = [pk for pk, title in titles if language_of(title) == self.language]
            posts = posts.filter(pk__in=same)
        conditions = {
            "pk__in": self.id or None,
            "slug": self.slug,
            "authors__slug": self.author,
            "date__year": self.year,
            "comments_open": self.comments_open,
        }
        given = {key: value for key, value in conditions.items() if value is not None}
        tie_breaker = "-pk" if self.order.startswith("-") else "pk"
        return posts.filter(**given).order_by(self.order, tie_breaker)


@router.get("/", **list_of(PostSchema), operation_id="posts_list", summary="List posts")
def list_posts(
    request,
    filters: Query[PostFilters],
    part: Query[Slice],
    fields: field_names(PostSchema) = "",
    rich_text_format: RichTextFormat = None,
):
    """Published posts with all their fields, the newest first.

    Leave out what you do not need by `?fields=`; the body costs most.
    """
    posts = filters.apply(BlogPage.objects.for_api())
    return paginate(posts, part, request, PostSchema, fields)
