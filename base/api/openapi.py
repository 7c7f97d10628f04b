"""The description of the API, made valid and complete."""

from http import HTTPStatus
from typing import Any

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
