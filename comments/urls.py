from django.urls import path

from . import report_views, topic_views, views
from .feeds import CommentFeed

app_name = "comments"

urlpatterns = [
    path("form/<int:page_id>/", views.form, name="form"),
    path("post/", views.post, name="post"),
    path("sent/<int:page_id>/", views.sent, name="sent"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("mute/<str:token>/", views.mute, name="mute"),
    path("reported/<int:page_id>/", report_views.reported, name="reported"),
    path("feed/", CommentFeed(), name="feed"),
    path("<int:pk>/", views.permalink, name="permalink"),
    path("<int:pk>/reply/", views.reply, name="reply"),
    path("<int:pk>/support/", topic_views.support, name="support"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("<int:pk>/report/", report_views.report, name="report"),
]
