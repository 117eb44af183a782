"""The door for a WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handlingsrom.config.settings")
application = get_wsgi_application()

from handlingsrom.core.checks import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()


def calm_garbage_collector() -> None:
    """Collect cycles seldom: a page makes thousands of short-lived objects, and looking among them costs a sixth of it.

    What was loaded at the start is never looked at again; measured with `python -m bench.pages`.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


calm_garbage_collector()
