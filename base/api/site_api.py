"""How the API of the site reads requests and answers them."""

import json
import re
import traceback
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

from .openapi import complete
from .pages import hide_private_relatives

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
