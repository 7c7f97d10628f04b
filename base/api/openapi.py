"""The description of the API, made valid and complete."""

from http import HTTPStatus

PROBLEM = "application/problem+json"
# Ways to ask that are none: who uses them sends nothing.
NOBODY = {"AllowAnonymous", "Guest"}

# Where a wrong token is no matter.
PUBLIC = [{"BearerTokenAuth": []}, {}]


def complete(document):
    """Mend what Wagtail's description says wrongly, and say what it leaves out: who may
    ask without a token, which errors come, and that they are problems (RFC 9457)."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            operation["security"] = [
                {} if NOBODY.intersection(way) else way
                for way in operation.get("security", [{}])
            ]
            for parameter in operation["parameters"]:
                # Those of its schema, which say the same in the form that is allowed.
                parameter.pop("examples", None)
            for content in operation.get("requestBody", {}).get("content", {}).values():
                # With one, openapi-python-client leaves the whole operation out.
                content["schema"].pop("default", None)
            describe_answers(operation, method, path)
    for name in NOBODY:  # a scheme without its scheme is no valid description
        document["components"]["securitySchemes"].pop(name, None)
    return document


def describe_answers(operation, method, path):
    answers = operation["responses"]
    for status in usual_statuses(operation, method, path):
        answers.setdefault(status, {"description": HTTPStatus(status).phrase})
    for status, answer in answers.items():
        if status >= HTTPStatus.BAD_REQUEST:
            reference = {"$ref": "#/components/schemas/ProblemDetail"}
            answer["content"] = {PROBLEM: {"schema": reference}}


def usual_statuses(operation, method, path):
    """What answers this operation can give besides those that it names."""
    yield HTTPStatus.BAD_REQUEST  # NUL, numbers beyond all bounds
    if {} not in operation["security"]:
        yield HTTPStatus.FORBIDDEN
    if operation["security"] != PUBLIC:
        yield HTTPStatus.UNAUTHORIZED
    if "{" in path or path.endswith("/find/"):
        yield HTTPStatus.NOT_FOUND
    if operation["parameters"] or "requestBody" in operation:
        yield HTTPStatus.UNPROCESSABLE_ENTITY
    if method == "get":
        yield HTTPStatus.NOT_MODIFIED
    if operation["operationId"] == "pages_find":
        yield HTTPStatus.FOUND
