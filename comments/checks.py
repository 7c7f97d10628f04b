from django.core.checks import Error, Tags, register
from django.urls import get_resolver


@register(Tags.urls)
def no_address_of_the_packages(app_configs=None, **kwargs):
    """The views of the packages below show what is hidden and act on GET."""
    return [
        Error(
            f"The address {address!r} leads to {module}.",
            hint="Remove it: only the views in comments/views.py may be reached.",
            id="comments.E001",
        )
        for address, module in addresses(get_resolver())
        if module.startswith("django_comments")
    ]


def addresses(resolver, above=""):
    """The addresses below `resolver`, each with the module of its view."""
    for pattern in resolver.url_patterns:
        address = above + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, address)
        else:
            yield address, module_of(pattern.callback)


def module_of(view):
    """Where a view is from, be it a function, a class or an instance."""
    view = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    return getattr(view, "__module__", None) or type(view).__module__
