"""The door for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handlingsrom.config.settings")
application = get_wsgi_application()

from handlingsrom.core.checks import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
