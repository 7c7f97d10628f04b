"""The description of the API: valid, complete, and true of whatever it allows to ask."""

import json
import re

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from ninja.responses import NinjaJSONEncoder
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from g48cms.api import api
from g48cms.wsgi import application
from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    ImageFactory,
    TimelineEntryPageFactory,
    create_comment,
    paragraph,
    picture,
    publish,
)

# What of the API is ours; the rest is Wagtail's.
OURS = {
    "comments",
    "meetings",
    "menus",
    "posts",
    "preview",
    "search",
    "settings",
    "timeline",
    "topics",
}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def description(client):
    return client.get("/api/v3/openapi.json").json()


def is_ours(path):
    return path.split("/")[3] in OURS or path.endswith("/redirects/find/")


def operations(description):
    """Each of ours: the path, the method and the operation."""
    found = [
        (path, method, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
        if is_ours(path)
    ]
    assert len(found) > 10
    return found


def test_the_description_is_valid(description):
    errors = list(OpenAPIV31SpecValidator(description).iter_errors())

    assert [error.message for error in errors] == []


def test_a_client_can_be_made_of_it(description):
    names = [
        operation["operationId"]
        for methods in description["paths"].values()
        for operation in methods.values()
    ]

    assert len(set(names)) == len(names)
    for path, method, operation in operations(description):
        assert operation["summary"], (path, method)
        assert operation["description"], (path, method)
        assert operation["tags"], (path, method)
        for parameter in operation["parameters"]:
            schema = parameter["schema"]
            explained = schema.get("description") or schema.get("examples")
            assert explained or parameter["in"] == "path", (path, parameter["name"])


def test_no_body_has_a_default_that_makers_of_clients_stumble_over(description):
    bodies = [
        (path, content["schema"])
        for path, methods in description["paths"].items()
        for operation in methods.values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
    ]

    assert len(bodies) > 10
    assert [path for path, schema in bodies if "default" in schema] == []


def test_every_error_is_described_as_a_problem(description):
    kinds = {
        (path, status): list(answer["content"])
        for path, methods in description["paths"].items()
        for operation in methods.values()
        for status, answer in operation["responses"].items()
        if status >= "400"
    }

    assert len(kinds) > 20
    assert {
        where: kind
        for where, kind in kinds.items()
        if kind != ["application/problem+json"]
    } == {}


def test_no_address_and_no_token_is_in_what_is_told_of_comments(description):
    schemas = description["components"]["schemas"]
    told = [
        name
        for schema in ("CommentSchema", "ThreadSchema", "WaitingSchema", "PostSchema")
        for name in schemas[schema]["properties"]
    ]

    assert len(told) > 30
    assert [name for name in told if re.search("mail|hash|user|token", name)] == []
    assert "email" in schemas["NewCommentSchema"]["properties"]


# --- Whatever it allows to ask


def our_schema():
    """The description of what is ours, and who answers."""
    description = json.dumps(
        api.get_openapi_schema(path_prefix="/api/v3/"), cls=NinjaJSONEncoder
    )
    schema = schemathesis.openapi.from_dict(json.loads(description))
    schema.app = application
    return schema.include(lambda context: is_ours(context.operation.path))


@pytest.fixture
def something_to_tell(blog, history):
    image = ImageFactory()
    post = BlogPageFactory(
        parent=blog,
        tags=["letters"],
        authors=[AuthorFactory()],
        cover=image,
        body=[paragraph("x"), picture(image)],
    )
    TimelineEntryPageFactory(parent=history, picture=image)
    first = create_comment(post, name="A", email="a@example.org", text="One")
    publish(first)


@pytest.fixture
def same_connection():
    """Keep a real server's habit of closing connections from that of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@our_schema().parametrize()
@settings(
    max_examples=15,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_whatever_may_be_asked_is_answered_as_described(
    case, something_to_tell, same_connection
):
    case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})
