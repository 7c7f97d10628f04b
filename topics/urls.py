from django.urls import path

from . import views

app_name = "topics"

urlpatterns = [
    path("topics/", views.index, name="index"),
    path("comments/<id:pk>/support/", views.support, name="support"),
]
