"""/account/tokens/: what members let programs do in their name."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members.accounts.decorators import sure_of_the_person

from .forms import TokenForm
from .models import MemberToken


@login_required
@sure_of_the_person  # here already, lest the name that was typed be lost on the way
def tokens(request):
    """The tokens of who is signed in, by name and day alone."""
    return show(request, TokenForm(instance=MemberToken(user=request.user)))


@login_required
@sure_of_the_person
def create(request):
    """Make a token and show it, this once."""
    if request.method != "POST":
        # Back from saying once more who they are.
        return redirect("tokens")
    form = TokenForm(request.POST, instance=MemberToken(user=request.user))
    if not form.is_valid():
        return show(request, form, status=422)
    secret = form.instance.set_secret()
    made = form.save()
    form = TokenForm(instance=MemberToken(user=request.user))
    return show(request, form, made=made, secret=secret)


@login_required
@require_POST
def revoke(request, pk):
    """End a token at once. Once more, nothing happens."""
    request.user.tokens.filter(pk=pk).delete()
    messages.success(request, _("The token is revoked: no program can use it now."))
    return redirect("tokens")


def show(request, form, status=200, **made):
    context = {"form": form, "tokens": request.user.tokens.all(), **made}
    return render(request, "members/tokens.html", context, status=status)
