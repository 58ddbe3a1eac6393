"""A Django project that holds nothing but cases, for Morango to sync. MORANGO_DATABASE names its SQLite file."""

import os

SECRET_KEY = "for a measurement on this very machine"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "morango.urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
MIDDLEWARE: list[str] = []
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "mptt",
    "rest_framework",
    "morango",
    "desk_cases",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["MORANGO_DATABASE"],
        "OPTIONS": {"timeout": 60},
    }
}
# A line that breaks is what is measured; Morango tells it at length.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"nowhere": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["nowhere"], "level": "CRITICAL"},
}
