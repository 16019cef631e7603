"""Dutch first, English second: the reader's choice is kept in a cookie."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale

from portal.web.guards import access
from portal.web.headers import is_own_path

LANGUAGES = {"nl": "Nederlands", "en": "English"}
COOKIE = "taal"

bp = Blueprint("locale", __name__)


def chosen() -> str:
    """Return the language the reader chose, Dutch by default."""
    wanted = request.cookies.get(COOKIE, "nl")
    return wanted if wanted in LANGUAGES else "nl"


def current_language() -> str:
    """Return the language in force, as its two letters."""
    found = get_locale()
    return found.language if found else "nl"


@bp.post("/taal")
@access(public=True)
def choose() -> ResponseReturnValue:
    """Remember the reader's language and go back."""
    back = request.form.get("back", "/")
    response = redirect(back if is_own_path(back) else "/", 303)
    wanted = request.form.get("language", "nl")
    if wanted in LANGUAGES:
        response.set_cookie(COOKIE, wanted, max_age=31_536_000, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def init_app(app: Flask) -> None:
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(Path(__file__).parents[1] / "translations"))
    Babel(app, default_locale="nl", default_timezone="Europe/Amsterdam", locale_selector=chosen)
