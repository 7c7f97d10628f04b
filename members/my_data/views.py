"""/account/data/: downloading one's personal data and erasing the account."""

from django import forms
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from members.accounts.sign_in import MemberRequest, reauthentication_required

from .personal_data import erase_person, is_last_administrator, personal_data


class EraseForm(forms.Form):
    contributions = forms.ChoiceField(
        label=_("What you wrote, such as comments"),
        choices=[
            ("keep", _("stays, as written by “a former member”")),
            ("remove", _("goes too")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the two.")},
    )


@login_required
def my_data(request: MemberRequest) -> HttpResponse:
    return render(request, "members/my_data.html")


@login_required
@reauthentication_required
def download(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        # The redirect after reauthentication is a GET.
        return redirect("my_data")
    return JsonResponse(
        personal_data(request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={
            "Content-Disposition": 'attachment; filename="amnesty-g48-my-data.json"'
        },
    )


@login_required
@reauthentication_required
def erase(request: MemberRequest) -> HttpResponse:
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        keep_contributions = form.cleaned_data["contributions"] == "keep"
        erase_person(request.user, keep_contributions)
        logout(request)
        return render(request, "members/erased.html")
    return render(
        request,
        "members/erase.html",
        {
            "form": form,
            "is_last_administrator": is_last_administrator(request.user),
            "pages": Page.objects.filter(owner=request.user).count(),
        },
    )
