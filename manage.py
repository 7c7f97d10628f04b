#!/usr/bin/env python
"""Django's command line for this project: `python manage.py help` lists it."""

import logging
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "g48cms.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"G48 cannot start: {error}")
    except Exception:
        logging.getLogger("manage.py").exception("The command failed.")
        sys.exit(1)
