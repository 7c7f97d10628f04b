"""The form checks everything that was typed, for pages and the API alike."""

import pytest

from comments.submission.forms import GuestCommentForm


@pytest.fixture
def errors(filled_in, post):
    """`errors(name="")` are the codes of what is wrong with the form, by field."""

    def errors(**fields):
        form = GuestCommentForm(filled_in(**fields), page=post)
        return {
            name: [error.code for error in found]
            for name, found in form.errors.as_data().items()
        }

    return errors


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "required"),
        ("name", " \n\t", "required"),
        ("name", "x" * 51, "max_length"),
        ("name", "a\0b", "null_characters_not_allowed"),
        ("name", "\ud800", "characters"),
        ("email", "", "required"),
        ("website", "javascript:alert(1)", "invalid"),
        ("website", "ftp://example.org", "scheme"),
        ("website", "https://example.org/" + "x" * 200, "max_length"),
        ("text", "", "required"),
        ("text", " \n ", "required"),
        ("text", "x" * 3001, "max_length"),
        ("text", "a\n" * 250, "max_lines"),
        ("text", "\u3164 \u200b", "required"),
        ("name", "\u3164", "required"),
        ("name", "The Moderators", "reserved_name"),
        ("text", "a\0b", "null_characters_not_allowed"),
        ("text", "\udfff", "characters"),
    ],
)
def test_what_cannot_be_kept_is_an_error_of_its_field(errors, field, value, code):
    assert errors(**{field: value}) == {field: [code]}


@pytest.mark.parametrize(
    ("email", "code"),
    [
        ("no address", "invalid"),
        ("a@example.org\nBcc: b@example.org", "invalid"),
        ("a" * 250 + "@example.org", "max_length"),
    ],
)
def test_what_is_no_address_is_an_error(errors, email, code):
    found = errors(email=email)

    assert found.keys() == {"email"}
    assert code in found["email"]


def test_what_was_typed_is_tidied(filled_in, post):
    typed = filled_in(name=" Kim \n Minji ", text=" One.\r\nTwo. ")
    form = GuestCommentForm(typed, page=post)

    assert form.is_valid()
    assert form.cleaned_data["name"] == "Kim Minji"
    assert form.cleaned_data["text"] == "One.\nTwo."
