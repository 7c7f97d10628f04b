from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from .refusals import CommentRefused
from .views.commenting import refused


class CommentRefusedMiddleware(MiddlewareMixin):
    """Answers a refusal that no view expected, as when a comment was deleted meanwhile."""

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, CommentRefused):
            return None
        text = request.POST.get("text", "")
        return refused(request, exception, text=text, status=exception.status)
