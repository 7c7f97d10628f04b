from django.urls import path

from . import views

app_name = "meetings"

urlpatterns = [
    path("<id:pk>/coming/", views.rsvp, name="rsvp"),
    path(
        "<id:pk>/coming/sent/", views.confirmation_sent, name="rsvp_confirmation_sent"
    ),
    path("answer/<str:token>/", views.rsvp_by_link, name="rsvp_by_link"),
]
