"""What the API answers when a comment is not taken."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from wagtail.api.v3.errors import problem_response


def refused(request, refusal):
    """The answer to what is not done: the sentence that our pages show."""
    return problem(refusal.status, refusal)


def problem(status, refusal, **details):
    error = {"type": refusal.code, "msg": str(refusal), **details}
    return problem_response(status=status, detail=str(refusal), errors=[error])


def invalid_form(form):
    """The answer to what does not pass `form`: each error, and the field it is about."""
    errors = [
        {
            "type": error.code or "invalid",
            **({} if name == NON_FIELD_ERRORS else {"loc": ["body", name]}),
            "msg": sentence,
        }
        for name, found in form.errors.as_data().items()
        for error in found
        for sentence in error.messages
    ]
    refusals = form.non_field_errors()
    detail = refusals[0] if refusals else _("Something is not right yet.")
    return problem_response(status=422, detail=detail, errors=errors)
