"""The comments of the API."""

API = "/api/v3/comments/"


def errors_of(answer):
    """The sentences of a problem, by field or by kind."""
    assert answer["Content-Type"] == "application/problem+json"
    return {
        (error.get("loc") or [error["type"]])[-1]: error["msg"]
        for error in answer.json()["errors"]
    }
