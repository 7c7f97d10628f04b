"""What all forms of visitors have in common."""

import pytest
from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from base.forms import VisitorFormMixin
from tests.factories import MeetingPageFactory, create_comment, publish


class NoteForm(VisitorFormMixin, forms.Form):
    title = forms.CharField(max_length=5)
    note = forms.CharField(max_length=7, widget=forms.Textarea)


def note_form(**fields):
    return NoteForm(QueryDict(urlencode({"title": "Five!", **fields})))


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_a_line_break_is_one_character(line_break):
    form = note_form(note=f"one{line_break}two")

    assert form.is_valid()
    assert form.cleaned_data["note"] == "one\ntwo"


def test_a_program_may_send_what_is_no_text():
    form = NoteForm({"title": 12, "note": None})

    assert form.errors.keys() == {"note"}


def test_what_is_too_long_is_said_and_kept():
    form = note_form(note="one\r\ntwo!")

    assert form.errors["note"] == [
        "Please shorten it: 8 characters are more than the 7 that fit."
    ]
    assert "one\ntwo!" in form.as_p()


def test_the_browser_cuts_nothing_off():
    assert "maxlength" not in note_form(note="").as_p()


@pytest.fixture
def own_comment(post, member):
    comment = create_comment(post, user=member, text="Mine.")
    publish(comment)
    return comment


def test_no_form_of_visitors_cuts_anything_off(client, post, own_comment, member):
    meeting = MeetingPageFactory(parent=post.get_parent())
    guests = [
        reverse("comments:form", args=[post.pk]),
        reverse("comments:report", args=[own_comment.pk]),
        reverse("meetings:rsvp", args=[meeting.pk]),
        reverse("account_login"),
        reverse("account_reset_password"),
    ]
    pages = {address: client.get(address) for address in guests}
    client.force_login(member)
    members = [
        reverse("comments:edit", args=[own_comment.pk]),
        reverse("account"),
    ]
    pages |= {address: client.get(address) for address in members}

    assert {answer.status_code for answer in pages.values()} == {200}
    assert [at for at, answer in pages.items() if "maxlength" in answer.text] == []
