"""Wagtail's account page, of which two of the panels do not fit our users.

AccountView.get_panels() (wagtail/admin/views/account.py) names its panels; its hook can
add one and take none away. https://github.com/wagtail/wagtail/issues/7410
"""

from wagtail.admin.views.account import AvatarSettingsPanel, NameEmailSettingsPanel

from members.cms.forms import AccountForm

# Theirs asks for a first and a last name.
NameEmailSettingsPanel.form_class = AccountForm
# A portrait would be kept as it comes, with the place and device that it was taken with.
AvatarSettingsPanel.is_active = lambda panel: False
