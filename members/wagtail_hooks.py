"""Changes two panels of Wagtail's account page that do not fit our user model.

AccountView.get_panels() (wagtail/admin/views/account.py) lists the panels by class; the
hook for panels can add but not remove any.
https://github.com/wagtail/wagtail/issues/7410
"""

from django.forms import modelform_factory
from wagtail.admin.views.account import AvatarSettingsPanel, NameEmailSettingsPanel

from .models import User

# Wagtail's form asks for a first and a last name.
NameEmailSettingsPanel.form_class = modelform_factory(User, fields=["display_name"])
# An avatar would be stored as uploaded, with the place and device it was taken with.
AvatarSettingsPanel.is_active = lambda panel: False
