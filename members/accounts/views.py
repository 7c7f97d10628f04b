"""The pages of an account that are not allauth's."""

from typing import Any

from allauth.account.views import ConfirmLoginCodeView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .forms import NameForm
from .requests import MemberRequest


@login_required
def account(request: MemberRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = NameForm(data, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your name is saved."))
        return redirect("account")
    return render(request, "account/account.html", {"form": form})


def signed_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("account")
    return render(request, "account/signed_out.html")


class ConfirmCodeView(ConfirmLoginCodeView):
    """Fills in the code from the link in the mail, but does not submit it.

    In another browser than that which asked for the code, the sign-in page says so.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        leads_to_sign_in = getattr(response, "url", "") == reverse("account_login")
        if leads_to_sign_in and "code" in request.GET:
            return redirect(f"{response['Location']}?elsewhere")
        return response

    def get_initial(self) -> dict[str, Any]:
        return {"code": self.request.GET.get("code", "")}
