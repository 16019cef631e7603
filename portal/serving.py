"""Running: the web server and the worker, in one process or apart."""

from __future__ import annotations

import threading

from flask import Flask

from portal.core import worker
from portal.core.db import db
from portal.settings import Settings


def start_worker_thread(app: Flask) -> threading.Event:
    """Run jobs in a thread of this process; set the returned event to stop it."""
    stop = threading.Event()

    def loop() -> None:
        with app.app_context():
            worker.work(db.sessionmaker, stop)

    threading.Thread(target=loop, name="worker", daemon=True).start()
    return stop


def serve(settings: Settings) -> None:
    """Serve until stopped."""
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        "wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        log_enabled=True,
    ).serve()
