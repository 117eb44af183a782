"""Settings for the tests: everything in a temporary folder, tasks run at once, no way out of the machine."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="handlingsrom-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["HANDLINGSROM_DATA"] = _folder
os.environ["HANDLINGSROM_DEMO"] = "1"

from handlingsrom.config.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "ENQUEUE_ON_COMMIT": False}}  # type: ignore[dict-item]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: only then do threads wait for each other as in real life. Nothing needs to survive a crash.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_folder, "test.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
