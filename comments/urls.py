from django.urls import path

from comments.views.feeds import CommentFeed

from .views import commenting as views
from .views import reports as report_views

app_name = "comments"

urlpatterns = [
    path("form/<id:page_id>/", views.form, name="form"),
    path("post/", views.post, name="post"),
    path("sent/<id:page_id>/", views.sent, name="sent"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("mute/<str:token>/", views.mute, name="mute"),
    path("reported/<id:page_id>/", report_views.reported, name="reported"),
    path("feed/", CommentFeed(), name="feed"),
    path("<id:pk>/", views.permalink, name="permalink"),
    path("<id:pk>/reply/", views.reply, name="reply"),
    path("<id:pk>/edit/", views.edit, name="edit"),
    path("<id:pk>/delete/", views.delete, name="delete"),
    path("<id:pk>/report/", report_views.report, name="report"),
]
