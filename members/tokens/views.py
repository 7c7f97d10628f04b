"""/account/tokens/: what members let programs do in their name."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from members.models import MemberToken
from members.my_data.views import sure_of_the_person

MOST_TOKENS = 20


class TokenForm(forms.ModelForm):
    class Meta:
        model = MemberToken
        fields = ["name"]
        error_messages = {
            "name": {
                "required": gettext_lazy(
                    "Please give it a name, to know it by when you want it gone."
                )
            }
        }

    def clean_name(self):
        name = self.cleaned_data["name"]
        if self.instance.user.tokens.filter(name=name).exists():
            raise forms.ValidationError(
                _("You have a token of this name. Please choose another.")
            )
        return name

    def clean(self):
        if self.instance.user.tokens.count() >= MOST_TOKENS:
            raise forms.ValidationError(
                _("You have %(most)s tokens. Please revoke one that you do not need."),
                params={"most": MOST_TOKENS},
            )
        return super().clean()


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
