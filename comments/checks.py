from django.core.checks import Error, Tags, register
from django.urls import get_resolver


@register(Tags.urls)
def check_package_urls(app_configs=None, **kwargs):
    """No URL may lead into the packages: their views show hidden comments and act on GET."""
    return [
        Error(
            f"The address {address!r} leads to {module}.",
            hint="Remove it: only the views in comments/views/ may be reached.",
            id="comments.E001",
        )
        for address, module in iterate_urls(get_resolver())
        if module.startswith("django_comments")
    ]


def iterate_urls(resolver, above=""):
    """Yield the URLs below `resolver`, each with the module of its view."""
    for pattern in resolver.url_patterns:
        address = above + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from iterate_urls(pattern, address)
        else:
            yield address, module_of(pattern.callback)


def module_of(view):
    """The module of a view, which is a function, a class or an instance."""
    view = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    return getattr(view, "__module__", None) or type(view).__module__
