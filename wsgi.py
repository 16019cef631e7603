"""The WSGI application, and beside it the worker thread when the settings ask for one."""

from __future__ import annotations

from portal.app import create_app
from portal.serving import start_worker_thread
from portal.settings import Settings

settings = Settings()
app = create_app(settings)
if settings.embedded_worker:
    start_worker_thread(app)
