"""Dutch first, English second: the reader's choice is kept in a cookie."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask, redirect, request, url_for
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


@bp.get("/taal/<code>")
@access(public=True)
def choose(code: str) -> ResponseReturnValue:
    """Remember the reader's language and go back to the page they came from."""
    back = request.args.get("terug", "/")
    response = redirect(back if is_own_path(back) else "/", 303)
    if code in LANGUAGES:
        response.set_cookie(COOKIE, code, max_age=31_536_000, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def switch() -> list[tuple[str, str, str, bool]]:
    """Return (code, own name, address, current) of each language, for the foot of the page."""
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    now = current_language()
    return [
        (code, name, url_for("locale.choose", code=code, terug=here), code == now) for code, name in LANGUAGES.items()
    ]


def init_app(app: Flask) -> None:
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(Path(__file__).parents[1] / "translations"))
    Babel(app, default_locale="nl", default_timezone="Europe/Amsterdam", locale_selector=chosen)
