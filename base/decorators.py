from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]


def post_or_redirect(to: Callable[..., str]) -> Callable[[View], View]:
    """Let the view answer POST alone. `to`, given what the view is given, is where the
    form is: there go those who reload or type the address that it was sent to."""

    def decorate(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            return redirect(to(request, *args, **kwargs))

        return wrapper

    return decorate
