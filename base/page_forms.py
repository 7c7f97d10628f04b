"""The form by which pages are edited in the CMS."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

# Fields that stand in a dialog behind a panel that is closed.
SCHEDULE = ["go_live_at", "expire_at"]


class PageForm(WagtailAdminPageForm):
    """Wagtail's form, which refuses less and says what is wrong where editors look."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # one is made of the title

    def clean(self):
        self.complete_slug()
        self.passed_expiry = self.unchanged_expiry_that_passed()
        if self.passed_expiry:
            # Wagtail wants it in the future: a page that expired could not be saved.
            self.cleaned_data["expire_at"] = None
        return super().clean()

    def _post_clean(self):
        # Wagtail checks the schedule after clean(), in a class before this one.
        if self.passed_expiry and self.is_deferred_validation:
            # A draft keeps it; what is published does not expire at once.
            self.cleaned_data["expire_at"] = self.passed_expiry
        if any(name in self.errors for name in SCHEDULE):
            message = _("The schedule is set in the panel “Status”.")
            self.add_error(None, message)  # and Wagtail lists all errors
        super()._post_clean()

    def complete_slug(self):
        """Find a free slug for a page that was never published, unless one was chosen."""
        title, slug = self.cleaned_data.get("title"), self.cleaned_data.get("slug")
        if not title or "slug" not in self.cleaned_data:
            return
        page, parent = self.instance, self.parent_page
        is_chosen = slug and slug != page.slug_from(title)
        if not is_chosen and (not slug or not page.first_published_at):
            self.cleaned_data["slug"] = page.free_slug(title, parent)

    def unchanged_expiry_that_passed(self):
        """The moment at which the page expired, or None if it has not, or is changed."""
        expiry, before = self.cleaned_data.get("expire_at"), self.instance.expire_at
        if not expiry or not before or expiry >= timezone.now():
            return None
        same = expiry == before.replace(
            second=0, microsecond=0
        )  # as the field shows it
        return before if same else None
