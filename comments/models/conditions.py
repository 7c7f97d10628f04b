"""Conditions on comments, of which the questions of their queryset are made."""

from django.db.models import BooleanField, Exists, Func, OuterRef, Q

from .moderation import Report

PUBLIC = Q(is_public=True)
HIDDEN = Q(is_public=False)
NOT_REMOVED = Q(is_removed=False)
SPAM = Q(details__is_spam=True)


def is_reported():
    """The condition that a comment has a report which no moderator has answered."""
    return Q(Exists(Report.objects.unanswered().filter(comment=OuterRef("pk"))))


class IsBelowHidden(Func):
    """Whether a comment answers a hidden one, directly or through others."""

    # Of subqueries in each other, one for each level, PostgreSQL makes joins of all
    # comments there are: 300 ms for what takes 5 ms like this.
    template = """EXISTS (
        WITH RECURSIVE below(id, parent_id) AS (SELECT %(expressions)s),
        above(id, parent_id) AS (
            SELECT x.comment_ptr_id, x.parent_id
            FROM django_comments_xtd_xtdcomment x
            JOIN below ON x.comment_ptr_id = below.parent_id
            WHERE below.parent_id <> below.id
            UNION
            SELECT x.comment_ptr_id, x.parent_id
            FROM django_comments_xtd_xtdcomment x
            JOIN above ON x.comment_ptr_id = above.parent_id
        )
        SELECT 1 FROM above JOIN django_comments c ON c.id = above.id
        WHERE NOT c.is_public
    )"""
    output_field = BooleanField()
