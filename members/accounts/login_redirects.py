"""In place of Wagtail's own ways in, which know neither codes nor second factors."""

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse


def cms_door(request):
    """To the sign-in page and then into the CMS; an error for who may not enter it.

    Sending them to sign in would send them round in circles, as they are signed in.
    """
    if request.user.is_anonymous:
        return redirect_to_login(wanted(request) or reverse("wagtailadmin_home"))
    if request.user.can_enter_cms:
        return redirect("wagtailadmin_home")
    # What Wagtail wants to tell them would be shown on the next page that shows any.
    list(messages.get_messages(request))
    raise PermissionDenied


def private_page_door(request):
    """To the sign-in page and then to the private page, unless it is open to others."""
    if request.user.is_anonymous:
        return redirect_to_login(wanted(request) or reverse("account"))
    raise PermissionDenied


def wanted(request):
    # The sign-in page asks whether it is an address of ours.
    return request.GET.get(REDIRECT_FIELD_NAME, "")
