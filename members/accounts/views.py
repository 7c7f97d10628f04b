"""The pages of an account that are not allauth's, and the ways to its sign-in page."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import ConfirmLoginCodeView
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .forms import NameForm
from .sign_in import MemberRequest


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

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self._action == "verify" and self._process.user:
            kwargs["email"] = self._process.state["email"]
        return kwargs

    def _resend_form_valid(self, form: Form) -> HttpResponse:
        if self._process.user is None:
            get_adapter().equalise_timing(self._process.state["email"])
        return super()._resend_form_valid(form)


# --- In place of Wagtail's login forms, which ask for no code or second factor


def cms_login(request: HttpRequest) -> HttpResponse:
    """Redirect to the sign-in page and from there to the CMS.

    Raises PermissionDenied for signed-in users who may not enter the CMS: the sign-in
    page would send them back here.
    """
    if request.user.is_anonymous:
        return redirect_to_login(next_url(request) or reverse("wagtailadmin_home"))
    if request.user.can_enter_cms:
        return redirect("wagtailadmin_home")
    # Wagtail's message would appear on the next page that shows messages.
    list(messages.get_messages(request))
    raise PermissionDenied


def private_page_login(request: HttpRequest) -> HttpResponse:
    """Redirect to the sign-in page and from there to the private page.

    Raises PermissionDenied for signed-in users, who come here if the page is private to
    others.
    """
    if request.user.is_anonymous:
        return redirect_to_login(next_url(request) or reverse("account"))
    raise PermissionDenied


def next_url(request: HttpRequest) -> str:
    # The sign-in page checks that it is on this site.
    return request.GET.get(REDIRECT_FIELD_NAME, "")
