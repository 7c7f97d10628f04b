"""What granian serves: Django's WSGI application, by threads that wait for nobody."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "g48cms.settings")
wsgi = get_wsgi_application()

from members.accounts.uploads import may_upload  # noqa: E402 - needs Django set up
from operations.lifeline import end_with_multiprocessing_parent  # noqa: E402

from .buffering import BufferedWSGI  # noqa: E402

end_with_multiprocessing_parent()
application = BufferedWSGI(wsgi, may_upload)
