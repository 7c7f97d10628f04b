"""/account/tokens/: tokens with which programs use the API in a member's name."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from base.decorators import post_or_redirect
from members.accounts.decorators import reauthentication_required
from members.accounts.requests import MemberRequest

from .forms import TokenForm
from .models import MemberToken


@login_required
@reauthentication_required  # on GET too, as a redirect on POST would lose the name
def tokens(request: MemberRequest) -> HttpResponse:
    """List the member's tokens and show the form for a new one."""
    return render_tokens(request, TokenForm(instance=MemberToken(user=request.user)))


@login_required
@reauthentication_required
def create(request: MemberRequest) -> HttpResponse:
    """Create a token and show it, this once."""
    if request.method != "POST":
        # The redirect after reauthentication is a GET.
        return redirect("tokens")
    form = TokenForm(request.POST, instance=MemberToken(user=request.user))
    if not form.is_valid():
        return render_tokens(request, form, status=422)
    secret = form.instance.set_secret()
    made = form.save()
    form = TokenForm(instance=MemberToken(user=request.user))
    return render_tokens(request, form, made=made, secret=secret)


@login_required
@post_or_redirect(lambda request, pk: reverse("tokens"))
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a token of the member; a missing one counts as revoked."""
    request.user.tokens.filter(pk=pk).delete()
    messages.success(request, _("The token is revoked: no program can use it now."))
    return redirect("tokens")


def render_tokens(
    request: MemberRequest, form: TokenForm, status: int = 200, **created: Any
) -> HttpResponse:
    context = {"form": form, "tokens": request.user.tokens.all(), **created}
    return render(request, "members/tokens.html", context, status=status)
