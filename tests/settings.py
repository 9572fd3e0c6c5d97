"""Settings of the tests: the embedded default in a folder of its own, or the database that DATABASE_URL names."""

import atexit
import os
import shutil
import tempfile

# Whatever the developer has set for their own installation must not reach the tests.
for name in ("COOPNET_ENV", "DEBUG", "REDIS_URL", "EMAIL_URL", "BASE_URL", "ALLOWED_HOSTS", "TRUSTED_PROXIES", "PORT"):
    os.environ.pop(name, None)
os.environ["COOPNET_VAR"] = tempfile.mkdtemp(prefix="coopnet-tests-")
atexit.register(shutil.rmtree, os.environ["COOPNET_VAR"], ignore_errors=True)

from coopnet.settings import *  # noqa: E402, F403
from coopnet.settings import ALLOWED_HOSTS, DATABASES, STORAGES, TEMPLATES, VAR_DIR  # noqa: E402
from tests.undefined import UndefinedRaises  # noqa: E402

READONLY_STRICT = True
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedRaises("%s")  # type: ignore[index]
KEEP_MAILS = True

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that threads and processes see it as they would in an installation.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
