"""How the API of the site reads requests, answers them and is described."""

import json
import re
import traceback
from http import HTTPStatus
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import IntegerField
from django.http import Http404, HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.parser import Parser
from wagtail.api.v3.form_data import flatten_block_value

from base.middleware import TOO_LARGE, has_large_number, refuse

from .schemas import hide_private_relatives

NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes it
CONDITIONAL = ConditionalGetMiddleware(lambda request: HttpResponse())
# What Wagtail raises over blocks that are not of the shape of their type.
SHAPE_ERRORS = (AttributeError, KeyError, TypeError, ValueError)


class TextParser(Parser):
    """Refuses texts that a database cannot store."""

    def parse_body(self, request):
        data = super().parse_body(request)
        text = json.dumps(data, ensure_ascii=False)
        text.encode()  # raises ValueError for half a character
        if NUL.search(text):
            raise ValueError("A text cannot contain NUL.")
        return data


class SiteAPI(NinjaAPI):
    """Answers with ETags, hides private pages and corrects its description."""

    documents: ClassVar[dict[str, dict[str, Any]]] = {}  # by where it is mounted

    def create_response(self, request, data, **options):
        if not request.user.is_authenticated:
            hide_private_relatives(data)
        response = super().create_response(request, data, **options)
        if "Cache-Control" not in response:
            patch_cache_control(response, no_cache=True)
            if request.user.is_authenticated:
                patch_cache_control(response, private=True)
        patch_vary_headers(response, ["Authorization"])
        return CONDITIONAL.process_response(request, response)

    def on_exception(self, request, exc):
        if isinstance(exc, SHAPE_ERRORS) and was_raised_in(flatten_block_value, exc):
            exc = ValidationError(
                _("A block of the body does not have its type's shape.")
            )
        elif isinstance(exc, ValueError) and was_raised_in(
            IntegerField.get_prep_value, exc
        ):
            exc = Http404(_("No such id."))
        elif isinstance(exc, TOO_LARGE) and has_large_number(request.GET):
            return refuse(request, _("A number is too large."))
        return super().on_exception(request, exc)

    def get_openapi_schema(self, path_prefix=None, **options):
        prefix = path_prefix or self.get_root_path({})
        if prefix not in self.documents:  # making it takes longer than any page
            document = super().get_openapi_schema(path_prefix=prefix, **options)
            self.documents[prefix] = complete(document)
        return self.documents[prefix]


def was_raised_in(function, exc):
    """Whether `function` is in the traceback of `exc`."""
    frames = traceback.walk_tb(exc.__traceback__)
    return any(frame.f_code is function.__code__ for frame, _line in frames)


# --- The description

PROBLEM = "application/problem+json"
# Authentication that sends nothing.
ANONYMOUS = {"AllowAnonymous", "Guest"}

# The security of an operation that everybody may use, and that ignores a wrong token.
TOKEN_OPTIONAL: list[dict[str, list[str]]] = [{"BearerTokenAuth": []}, {}]


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """Correct what Wagtail's description says wrongly and add what it leaves out: which
    operations need no token, and their errors, as problems (RFC 9457)."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            operation["security"] = [
                {} if ANONYMOUS.intersection(scheme) else scheme
                for scheme in operation.get("security", [{}])
            ]
            for parameter in operation["parameters"]:
                # The schema has the same examples, in the form that OpenAPI allows.
                parameter.pop("examples", None)
            for content in operation.get("requestBody", {}).get("content", {}).values():
                # openapi-python-client leaves out operations with a default here.
                content["schema"].pop("default", None)
            add_errors(operation, method, path)
    for name in ANONYMOUS:  # not valid: they have no scheme
        document["components"]["securitySchemes"].pop(name, None)
    return document


def add_errors(operation, method, path):
    responses = operation["responses"]
    for status in error_statuses(operation, method, path):
        responses.setdefault(status, {"description": HTTPStatus(status).phrase})
    for status, response in responses.items():
        if status >= HTTPStatus.BAD_REQUEST:
            reference = {"$ref": "#/components/schemas/ProblemDetail"}
            response["content"] = {PROBLEM: {"schema": reference}}


def error_statuses(operation, method, path):
    """The statuses that this operation can answer with besides those that it names."""
    yield HTTPStatus.BAD_REQUEST  # NUL, too large numbers
    if {} not in operation["security"]:
        yield HTTPStatus.FORBIDDEN
    if operation["security"] != TOKEN_OPTIONAL:
        yield HTTPStatus.UNAUTHORIZED
    if "{" in path or path.endswith("/find/"):
        yield HTTPStatus.NOT_FOUND
    if operation["parameters"] or "requestBody" in operation:
        yield HTTPStatus.UNPROCESSABLE_ENTITY
    if method == "get":
        yield HTTPStatus.NOT_MODIFIED
    if operation["operationId"] == "pages_find":
        yield HTTPStatus.FOUND
