"""Who may use an operation."""

from wagtail.api.v3.auth import AllowAnonymous, BearerTokenAuth

# What everybody may read: with a token or without.
PUBLIC = [BearerTokenAuth(), AllowAnonymous()]
