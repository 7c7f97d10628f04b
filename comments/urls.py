from django.urls import path

from .views import commenting, own, reports
from .views.feeds import CommentFeed

app_name = "comments"

urlpatterns = [
    path("form/<id:page_id>/", commenting.form, name="form"),
    path("post/", commenting.post, name="post"),
    path("sent/<id:page_id>/", commenting.sent, name="sent"),
    path("confirm/<str:token>/", commenting.confirm, name="confirm"),
    path("mute/<str:token>/", own.mute, name="mute"),
    path("reported/<id:page_id>/", reports.reported, name="reported"),
    path("feed/", CommentFeed(), name="feed"),
    path("<id:pk>/", commenting.permalink, name="permalink"),
    path("<id:pk>/reply/", commenting.reply, name="reply"),
    path("<id:pk>/edit/", own.edit, name="edit"),
    path("<id:pk>/delete/", own.delete, name="delete"),
    path("<id:pk>/report/", reports.report, name="report"),
]
