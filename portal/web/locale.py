"""Dutch first, English second: the reader's choice is kept in a cookie."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Blueprint, Flask, has_request_context, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_domain, get_locale

from portal.web.guards import access
from portal.web.headers import is_own_path

LANGUAGES = {"nl": "Nederlands", "en": "English"}
COOKIE = "taal"
_kept: dict[tuple[str, str], str] = {}
_dutch: set[str] = set()
TRANSLATIONS = Path(__file__).parents[1] / "translations"

bp = Blueprint("locale", __name__)


def always_dutch(pages: Blueprint) -> None:
    """Keep *pages* in Dutch, whatever a browser was set to: they put another language beside it by themselves."""
    _dutch.add(pages.name)


def chosen() -> str:
    """Return the language the reader chose, Dutch by default."""
    if not has_request_context() or request.blueprint in _dutch:
        return "nl"
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
    if request.blueprint in _dutch:
        return []
    here = quote(request.full_path.rstrip("?") if request.method == "GET" else request.path)
    now, root = current_language(), request.script_root
    return [(code, name, f"{root}/taal/{code}?terug={here}", code == now) for code, name in LANGUAGES.items()]


def compile_catalogues(folder: Path) -> None:
    """Bring the compiled catalogues up to date with their sources; where the folder is read-only they stay as they are."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        if not os.access(source.parent, os.W_OK):
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        part = target.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as out:
            write_mo(out, catalogue)
        part.replace(target)


def init_app(app: Flask) -> None:
    compile_catalogues(TRANSLATIONS)
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(TRANSLATIONS))
    Babel(app, default_locale="nl", default_timezone="Europe/Amsterdam", locale_selector=chosen)
    app.jinja_env.install_gettext_callables(kept_gettext, plural, newstyle=True)  # type: ignore[attr-defined]


def kept_gettext(text: str) -> str:
    """Translate for a template; each sentence is looked up once per language and process."""
    return said_in(current_language(), text)


def said_in(language: str, text: str) -> str:
    """Return a sentence in the language in force, *language*."""
    said = _kept.get((language, text))
    if said is None:
        said = _kept[language, text] = str(get_domain().get_translations().ugettext(text))
    return said


def plural(one: str, many: str, number: int) -> str:
    """Translate a sentence with a number for a template."""
    return str(get_domain().get_translations().ungettext(one, many, number))
