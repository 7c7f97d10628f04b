from django.urls import path

from . import views as coming

app_name = "meetings"

urlpatterns = [
    path("<int:pk>/coming/", coming.coming, name="coming"),
    path("<int:pk>/coming/sent/", coming.sent, name="sent"),
    path("answer/<str:token>/", coming.answer, name="answer"),
]
