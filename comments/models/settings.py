"""What the group decided about comments, for all pages of a site."""

import re
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from base.text import fold
from comments.refusals import CommentRefused


@register_setting(icon="comment")
class CommentSettings(BaseSiteSetting):
    """The rules for comments, and the switch for days on which they are too many."""

    class Hold(models.TextChoices):
        FIRST = "first", _("The first comment of each person")
        ALL = "all", _("All comments")
        NONE = "none", _("None: they appear at once")

    class Storm(models.TextChoices):
        NONE = "", _("No: as on every day")
        HOLD = "hold", _("Hold all comments")
        CLOSE = "close", _("Close all discussions, and say so below each")
        READ_ONLY = "read_only", _("Only show what is there, without a form")

    hold = models.CharField(
        _("which comments wait for you"),
        max_length=5,
        choices=Hold,
        default=Hold.FIRST,
        help_text=_(
            "A waiting comment is seen by nobody but its writer until one of you "
            "publishes it. People are known by the e-mail address that they confirmed: "
            "once you published a comment of theirs, further ones appear at once, unless "
            "you choose “All comments”. First comments with more than two links always wait."
        ),
    )
    close_after = models.PositiveSmallIntegerField(
        _("close discussions after"),
        null=True,
        blank=True,
        help_text=_("Days since a page was published first. Leave empty for never."),
    )
    words_that_hold = models.TextField(
        _("words and links that hold"),
        blank=True,
        max_length=5000,
        help_text=_(
            "One in each line, like “casino” or “example.com”. Comments with one of them "
            "wait for you."
        ),
    )
    blocked_words = models.TextField(
        _("blocked words and links"),
        blank=True,
        max_length=5000,
        help_text=_(
            "One in each line. Comments with one of them are not taken; the writer is "
            "told which, and keeps the text."
        ),
    )
    storm = models.CharField(
        _("too much at once?"),
        max_length=9,
        choices=Storm,
        default=Storm.NONE,
        blank=True,
        help_text=_(
            "For the whole site, until the time below; then it ends by itself."
        ),
    )
    storm_until = models.DateTimeField(_("until"), null=True, blank=True)
    storm_banner = models.CharField(
        _("what to tell readers"),
        max_length=300,
        blank=True,
        help_text=_(
            "Shown above every discussion until then. Leave empty for nothing."
        ),
    )

    # Choices that can all be read, also on a phone.
    panels = [
        FieldPanel("hold", widget=forms.RadioSelect),
        "close_after",
        MultiFieldPanel(["words_that_hold", "blocked_words"], heading=_("Words")),
        MultiFieldPanel(
            [
                FieldPanel("storm", widget=forms.RadioSelect),
                "storm_until",
                "storm_banner",
            ],
            heading=_("Storm"),
        ),
    ]

    class Meta:
        app_label = "comments"
        verbose_name = _("comments")

    @classmethod
    def of(cls, page):
        """The settings of the site that `page` is on."""
        site = page.get_site()
        return cls.for_site(site) if site else cls()

    @classmethod
    def in_view(cls, page, request):
        """The same where there may be a `request`, which remembers them."""
        if request is None or Site.find_for_request(request) is None:
            return cls.of(page)
        return cls.for_request(request)

    def clean(self):
        super().clean()
        if self.storm and not self.storm_until:
            raise ValidationError(
                {"storm_until": _("Please say when it ends: nobody should forget it.")}
            )

    @property
    def storm_now(self):
        is_on = self.storm and self.storm_until and timezone.now() < self.storm_until
        return self.storm if is_on else self.Storm.NONE

    @property
    def banner(self):
        return self.storm_banner if self.storm_now else ""

    @property
    def holds_all(self):
        return self.hold == self.Hold.ALL or self.storm_now == self.Storm.HOLD

    def reason_closed(self, page):
        """Why nobody can write on `page` now: a code of SENTENCES, or an empty text."""
        if page.comments_hidden or not page.comments_open:
            return "closed"
        if self.storm_now in {self.Storm.CLOSE, self.Storm.READ_ONLY}:
            return "storm"
        if self.is_too_old(page):
            return "old"
        return ""

    def is_too_old(self, page):
        if self.close_after is None or not page.first_published_at:
            return False
        age = timezone.now() - page.first_published_at
        return age > timedelta(days=self.close_after)

    def word_that_holds(self, *texts):
        return first_of(self.words_that_hold, texts)

    def check_words(self, *texts):
        """Raises CommentRefused if one of `texts` has a word that the group blocks."""
        if word := first_of(self.blocked_words, texts):
            sentence = gettext(
                "“%s” is among the words and links that we do not publish. Please say it "
                "without; your text is still here."
            )
            raise CommentRefused("blocked", sentence % word)


def first_of(lines, texts):
    """The first of the words in `lines` that stands in one of `texts`, or nothing."""
    texts = [fold(text) for text in texts]
    for line in lines.splitlines():
        word = line.strip()
        if word and any(re.search(pattern_of(word), text) for text in texts):
            return word
    return ""


def pattern_of(word):
    """Whole words only, where words end: Korean particles stand right behind them."""
    word = fold(word)
    before = "(?<![a-z0-9])" if re.match("[a-z0-9]", word) else ""
    after = "(?![a-z0-9])" if re.search("[a-z0-9]$", word) else ""
    return before + re.escape(word) + after
