"""How gunicorn runs: ``gunicorn -c python:coopnet.web coopnet.wsgi`` (``manage.py serve`` calls it so)."""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coopnet.settings")
bind = f"{settings.HOST}:{settings.PORT}"
workers = settings.WEB_WORKERS
worker_class = "gthread"
threads = settings.WEB_THREADS
# Loaded once and then forked: less memory, and a wrong setting ends the start instead of a loop of dying workers.
preload_app = True
timeout = 60
graceful_timeout = 15
keepalive = 5
# Recycled now and then, not all at once, so that nothing can grow for months.
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
errorlog = "-"
loglevel = "warning"
