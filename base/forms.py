from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .text import clean_text, is_blank

TOO_LONG = _(
    "Please shorten it: %(show_value)s characters are more than the %(limit_value)s "
    "that fit."
)


class FormRenderer(TemplatesSetting):
    """Renders every form and field of the site with the templates in templates/form/."""

    form_template_name = "form/form.html"
    field_template_name = "form/field.html"


class VisitorFormMixin:
    """For every form of visitors: a text that is too long is said to be so and kept,
    and a line break counts as one character, as people and browsers count it.

    A `maxlength` in a page makes browsers cut off what is pasted, without a word.
    `data-max-length` is for the script that counts what is left.
    """

    use_required_attribute = False  # errors are ours to word

    data: Any
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.data = clean_data(self.data)
        for field in self.fields.values():
            field.error_messages.setdefault("max_length", TOO_LONG)
            if limit := field.widget.attrs.pop("maxlength", None):
                field.widget.attrs["data-max-length"] = limit


def clean_data(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The `data` of a form, each text as it will be stored: a line break is one character,
    where browsers send two, and what shows nothing is nothing."""
    if isinstance(data, QueryDict):
        data = data.copy()
        for name, values in data.lists():
            data.setlist(name, [clean_value(name, value) for value in values])
        return data
    return {name: clean_value(name, value) for name, value in data.items()}


def clean_value(name: str, value: Any) -> Any:
    if not isinstance(value, str) or "password" in name:
        return value
    return "" if is_blank(value) else clean_text(value)
