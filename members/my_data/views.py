"""/account/data/: what the site keeps about who is signed in."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from wagtail.models import Page

from members.accounts.decorators import sure_of_the_person

from .forms import EraseForm
from .personal_data import erase_person, is_last_administrator, personal_data


@login_required
def my_data(request):
    return render(request, "members/my_data.html")


@login_required
@sure_of_the_person
def download(request):
    if request.method != "POST":
        # Back from saying once more who they are.
        return redirect("my_data")
    return JsonResponse(
        personal_data(request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={
            "Content-Disposition": 'attachment; filename="amnesty-g48-my-data.json"'
        },
    )


@login_required
@sure_of_the_person
def erase(request):
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        erase_person(request.user, form.keep_contributions)
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
