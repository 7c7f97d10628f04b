from django.db import models


class SpamToken(models.Model):
    """In how many spam and in how many honest comments a token stood."""

    token = models.BigIntegerField(primary_key=True)
    spam = models.IntegerField(default=0)
    honest = models.IntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        app_label = "comments"

    def __str__(self):
        return f"token {self.token}"
