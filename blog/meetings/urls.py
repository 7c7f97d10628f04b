from django.urls import path

from . import views as coming

app_name = "meetings"

urlpatterns = [
    path("<id:pk>/coming/", coming.coming, name="coming"),
    path("<id:pk>/coming/sent/", coming.sent, name="sent"),
    path("answer/<str:token>/", coming.answer, name="answer"),
]
