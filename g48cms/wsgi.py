"""What Django's own server and any WSGI server serve; `make run` serves `asgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "g48cms.settings")

application = get_wsgi_application()
