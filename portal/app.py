"""Composition root: settings to application."""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import logging
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.pool import QueuePool
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import stages
from portal.core import blobs, crypto, outbox
from portal.core.db import db
from portal.documents import turns
from portal.settings import Settings, prepare_data_folder
from portal.web import compiling, errors, guards, headers, health, locale, navigation, outgoing, questions, templating

ROOT = Path(__file__).parents[1]
LARGEST_REQUEST = 64 * 1024 * 1024
LARGEST_TEXT = 4 * 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; raises UnsafeConfiguration when it may not serve real people."""
    settings = settings or Settings()
    settings.check()
    settings = prepare_data_folder(settings)
    configure_process(settings)
    stages.load_jobs()
    app = Flask("portal", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "portal" / "static"))
    app.config.from_mapping(flask_config(settings))
    compiling.init_app(app)
    app.debug = settings.debug
    app.url_map.strict_slashes = False  # a slash too many or too few is not a missing page
    db.init_app(app)
    # We use no asynchronous sessions, and closing them would start a thread at the end of every request.
    app.teardown_appcontext_funcs = [f for f in app.teardown_appcontext_funcs if f.__name__ != "_close_async_sessions"]
    CSRFProtect(app)
    locale.init_app(app)
    guards.init_app(app)
    turns.configure(settings.threads - 1)
    app.before_request(turns.hurry)
    app.extensions["messages"] = errors.collect_messages([*stages.packages(), "admin"])
    errors.init_app(app)
    headers.init_app(app, secure=settings.production)
    templating.init_app(app, settings)
    questions.init_app(app)
    navigation.init_app(app)
    for blueprint in (health.bp, locale.bp, outgoing.bp, *stages.blueprints()):
        app.register_blueprint(blueprint)
    for module in ("portal.accounts.sign_in", "portal.desk.menu", "admin.register"):
        if importlib.util.find_spec(module.rpartition(".")[0]) and importlib.util.find_spec(module):
            importlib.import_module(module).init_app(app)
    if settings.production:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


def configure_process(settings: Settings) -> None:
    """Give this process its keys, its file store and its gateways."""
    crypto.configure(
        crypto.MasterKeys(
            case=bytes.fromhex(settings.case_key_path.read_text().strip()),
            care=bytes.fromhex(settings.care_key_path.read_text().strip()),
        )
    )
    blobs.configure(settings.var / "files")
    smtp, sms = settings.smtp_url.get_secret_value(), settings.sms_url.get_secret_value()
    outbox.configure(outbox.Channel.MAIL, outbox.SmtpGateway(smtp, settings.mail_from) if smtp else None)
    outbox.configure(
        outbox.Channel.SMS, outbox.HttpSmsGateway(sms, settings.sms_token.get_secret_value()) if sms else None
    )
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("pikepdf").setLevel(logging.WARNING)  # it greets when it is loaded


def flask_config(settings: Settings) -> dict[str, Any]:
    """Return Flask's own configuration for *settings*."""
    engine: dict[str, Any] = {"url": settings.database}
    if settings.sqlite:
        engine["poolclass"] = QueuePool  # opening and closing a file in WAL mode costs more than a page
    else:
        engine.update(pool_pre_ping=True, pool_size=settings.threads + 2)
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "SQLALCHEMY_ENGINES": {"default": engine},
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_TEXT,
        "MAX_FORM_PARTS": 3000,
        "SESSION_COOKIE_NAME": "driehoek",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.production,
        "PERMANENT_SESSION_LIFETIME": dt.timedelta(hours=settings.session_hours),
        "SEND_FILE_MAX_AGE_DEFAULT": dt.timedelta(days=365),
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
    }
