"""The pages of an account that are not allauth's."""

from allauth.account.views import ConfirmLoginCodeView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from .forms import NameForm


@login_required
def account(request):
    sent = request.POST if request.method == "POST" else None
    form = NameForm(sent, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your name is saved."))
        return redirect("account")
    return render(request, "account/account.html", {"form": form})


def signed_out(request):
    if request.user.is_authenticated:
        return redirect("account")
    return render(request, "account/signed_out.html")


class ConfirmCodeView(ConfirmLoginCodeView):
    """The link in the mail types the code; pressing the button is left to the person."""

    def get_initial(self):
        return {"code": self.request.GET.get("code", "")}
