from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from base.forms import VisitorFormMixin
from base.ids import LARGEST_ID
from base.mail import validate_mailbox
from base.text import squeeze_blank_lines
from comments.lookups import get_parent
from comments.models import CommentSettings, Report
from comments.refusals import SENTENCES, CommentRefused
from members.models import User

from .names import is_reserved

MOST_LINES = 200  # which fill some ten screens of a telephone
MIN_AGE = 2  # seconds: nobody reads the form and writes a comment in less
MAX_AGE = 24 * 3600  # seconds
SALT = "comments.form"
RETRY_SALT = "comments.form.retry"
WRITTEN = ("text", "name", "website")  # in which words may be blocked
WHOLE_WEBSITE = _(
    "Please give the whole address of your website, like https://example.org, or leave "
    "it blank."
)


def form_token(page: Page, *, is_retry: bool = False) -> str:
    """Says, signed and with the time, for which page a form was handed out, and whether
    it `is_retry`: handed out with an error, so that it may come back at once."""
    return signing.dumps(page.pk, salt=RETRY_SALT if is_retry else SALT)


def read_token(token: str, max_age: int | None = None) -> tuple[int, bool] | None:
    """What `form_token` was given, its page by its id; None if it is not ours, or older
    than `max_age` seconds."""
    for salt in (SALT, RETRY_SALT):
        try:
            return signing.loads(token, salt=salt, max_age=max_age), salt == RETRY_SALT
        except signing.BadSignature:
            continue
    return None


def validate_characters(text: str) -> None:
    """Raises ValidationError for half a character, which PostgreSQL cannot keep."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise forms.ValidationError(
            _(
                "Something in it cannot be kept: a character that no keyboard writes. "
                "Please type it anew."
            ),
            code="characters",
        )


def form_class(user: User | AnonymousUser) -> "type[CommentForm]":
    """The form for a comment by `user`, who may be anonymous."""
    return CommentForm if user.is_authenticated else GuestCommentForm


class TextForm(VisitorFormMixin, forms.Form):
    """What a comment says."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=settings.COMMENT_MAX_LENGTH,
        strip=True,
        validators=[validate_characters],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Up to 3,000 characters. *Stars* make words stand out, a line that begins "
            "with > is a quotation, and addresses become links."
        ),
        error_messages={"required": _("Please write something: the comment is empty.")},
    )

    def clean_text(self):
        text = squeeze_blank_lines(self.cleaned_data["text"])
        if text.count("\n") >= MOST_LINES:
            raise forms.ValidationError(
                _("Please use fewer lines: %(most)d are the most that fit."),
                code="max_lines",
                params={"most": MOST_LINES},
            )
        return text


class CommentForm(TextForm):
    """A comment by somebody signed in."""

    reply_to = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput
    )
    form = forms.CharField(required=False, widget=forms.HiddenInput)
    wants_replies = forms.BooleanField(
        required=False, label=_("Tell me about replies by mail")
    )
    suggests_topic = forms.BooleanField(
        required=False, label=_("Suggest this as a topic for a meeting")
    )
    subject = forms.CharField(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    field_order = ["text", "name", "email", "website"]

    def __init__(self, *args, page, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page

    @property
    def options(self):
        """The boxes to tick, which are shown together."""
        return [field for field in self if field.widget_type == "checkbox"]

    def clean_subject(self):
        if self.cleaned_data["subject"]:
            raise forms.ValidationError(
                _("A hidden field was filled in, as machines do. Please send it again.")
            )
        return ""

    def clean_form(self):
        token = self.cleaned_data["form"]
        page_id, is_retry = read_token(token) or (None, False)
        if page_id != self.page.pk:
            raise forms.ValidationError(
                _("This form did not come from here. Please send it once more.")
            )
        if not read_token(token, MAX_AGE):
            raise forms.ValidationError(
                _("This form was open for more than a day. Please send it once more.")
            )
        if not is_retry and read_token(token, MIN_AGE):
            raise forms.ValidationError(
                _("That was faster than a person writes. Please send it once more.")
            )
        return token

    def clean(self):
        """Check what the page decides: its blocked words, and what may be answered."""
        fields = super().clean()
        if not self.errors:
            try:
                words = [fields.get(name, "") for name in WRITTEN]
                CommentSettings.of(self.page).check_words(*words)
                get_parent(self.page, fields["reply_to"])
            except CommentRefused as refusal:
                self.add_error(
                    None, forms.ValidationError(str(refusal), code=refusal.code)
                )
        return fields


class GuestCommentForm(CommentForm):
    """A comment by somebody who is not signed in."""

    name = forms.CharField(
        label=_("Name"),
        max_length=50,
        validators=[validate_characters],
        help_text=_("Any name you like. It is shown."),
        error_messages={
            "required": _("Please choose a name. Any will do."),
            "max_length": _("Please choose a shorter name, of at most 50 characters."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        validators=[validate_mailbox],
        help_text=_("Never shown. We send you a link to confirm the comment."),
        error_messages={
            "required": _("Please give an address: we send the link to confirm to it."),
            "invalid": _("This is not a whole e-mail address, like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("If you like. Your name will link to it."),
        error_messages={"invalid": WHOLE_WEBSITE},
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )
    remember = forms.BooleanField(
        required=False,
        label=_("Remember me on this browser"),
        help_text=_("Then you need not confirm again, and can edit what you wrote."),
    )

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if is_reserved(name):
            raise forms.ValidationError(SENTENCES["reserved_name"], "reserved_name")
        return name

    def clean_website(self):
        website = self.cleaned_data["website"]
        if website and not website.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(WHOLE_WEBSITE, code="scheme")
        return website


class ReportForm(VisitorFormMixin, forms.ModelForm):
    """What is wrong with a comment."""

    class Meta:
        model = Report
        fields = ["reason", "text"]
        widgets = {"reason": forms.RadioSelect, "text": forms.Textarea({"rows": 4})}
        help_texts = {
            "text": _("If you like: up to 500 characters, for moderators only.")
        }
        error_messages = {
            "reason": {"required": _("Please choose what is wrong with it.")}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = Report.Reason.choices
