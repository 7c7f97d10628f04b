"""The errors of an operation, all of them problems (RFC 9457)."""

from wagtail.api.v3.errors import ProblemDetail


def problems(*statuses: int) -> dict[int, type[ProblemDetail]]:
    """The part of an operation's `response` that names the errors with these statuses."""
    return dict.fromkeys(statuses, ProblemDetail)
