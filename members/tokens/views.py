"""/account/tokens/: tokens with which programs use the API in a member's name."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.decorators import post_or_redirect
from base.forms import VisitorFormMixin
from members.accounts.sign_in import MemberRequest, reauthentication_required
from members.models import MemberToken

MAX_TOKENS = 20  # for each member


class TokenForm(VisitorFormMixin, forms.ModelForm):
    """Names a new token. `instance` must be a MemberToken with its user set."""

    class Meta:
        model = MemberToken
        fields = ["name"]
        error_messages = {
            "name": {
                "required": _(
                    "Please give it a name, to know it by when you want it gone."
                )
            }
        }

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if self.instance.user.tokens.filter(name=name).exists():
            raise forms.ValidationError(
                _("You have a token of this name. Please choose another.")
            )
        return name

    def clean(self) -> dict[str, Any] | None:
        if self.instance.user.tokens.count() >= MAX_TOKENS:
            raise forms.ValidationError(
                _("You have %(most)s tokens. Please revoke one that you do not need."),
                params={"most": MAX_TOKENS},
            )
        return super().clean()


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
