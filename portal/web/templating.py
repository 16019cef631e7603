"""What every template may use: keys of forms, Dutch dates, the reader, and assets with a fingerprint."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, request, url_for
from flask_babel import format_date, gettext
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from portal.core import clock
from portal.settings import Settings
from portal.web.auth import current_actor
from portal.web.locale import current_language, switch

STATIC = Path(__file__).parents[1] / "static"


def form_keys(once: str = "") -> Markup:
    """Return the hidden inputs of every form: the forgery token and the one-time key, *once* for what is sent again."""
    token, once = escape(generate_csrf()), escape(once) or uuid.uuid4().hex
    return Markup(  # noqa: S704  # a signed token, escaped, and a number of our own
        f'<input type="hidden" name="csrf_token" value="{token}"><input type="hidden" name="_once" value="{once}">'
    )


def date_nl(value: dt.date | dt.datetime | None, *, weekday: bool = False) -> str:
    """Write a date in words: "3 maart 2026", with *weekday* "dinsdag 3 maart 2026"."""
    if value is None:
        return ""
    day = clock.local(value).date() if isinstance(value, dt.datetime) else value
    written: str = format_date(day, "EEEE d MMMM y" if weekday else "d MMMM y")
    return written


def clock_nl(value: dt.time | dt.datetime | None) -> str:
    """Write a time as people say it: "22.00 uur"."""
    if value is None:
        return ""
    time = clock.local(value).time() if isinstance(value, dt.datetime) else value
    said: str = gettext("%(time)s uur", time=f"{time:%H.%M}")
    return said


def moment_nl(value: dt.datetime | None) -> str:
    """Write a moment: "3 maart 2026, 22.00 uur"."""
    return f"{date_nl(value)}, {clock_nl(value)}" if value else ""


@lru_cache(maxsize=256)
def _fingerprint(name: str) -> str:
    path = STATIC / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "0"


def dial(phone: str) -> str:
    """Return the address that rings a telephone number."""
    return f"tel:{''.join(sign for sign in phone if sign in '+0123456789')}"


def call_link(phone: str) -> Markup:
    """Write a telephone number that a phone rings at one touch."""
    return Markup('<a class="geen-afbreken" href="{}">{}</a>').format(dial(phone), phone)


@lru_cache(maxsize=256)
def asset(name: str) -> str:
    """Return the address of a static file, with a fingerprint so that it may be cached for ever."""
    return url_for("static", filename=name, v=_fingerprint(name))


def query_with(changes: Mapping[str, str | None]) -> str:
    """Return this address's arguments with some changed, or dropped when they are None."""
    kept = [(name, value) for name, values in request.args.lists() if name not in changes for value in values]
    return urlencode([*kept, *((name, value) for name, value in changes.items() if value is not None)])


def _only(text: Any, _name: str, **_given: Any) -> Any:
    """Write words of the portal as they are; pages that put another language beside the Dutch write both."""
    return text


def init_app(app: Flask, settings: Settings) -> None:
    app.jinja_env.globals.update(
        form_keys=form_keys, also=_only, date_nl=date_nl, clock_nl=clock_nl, moment_nl=moment_nl, asset=asset,
        query_with=query_with, current_actor=current_actor, today=clock.today, current_language=current_language,
        demo=settings.demo, help_phone=settings.help_phone,
        help_call=call_link(settings.help_phone), bureau_name=settings.bureau_name,
    )  # fmt: skip
    app.jinja_env.filters.update(date_nl=date_nl, clock_nl=clock_nl, moment_nl=moment_nl)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")

    @app.context_processor
    def reader() -> dict[str, Any]:
        return {
            "lang": current_language(),
            "dir": "ltr",
            "languages": switch(),
            "account": g.get("account"),
            "search_url": g.get("search_url"),
        }
