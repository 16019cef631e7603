"""Text that was typed when the session had ended: shown once more, to be sent again after signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote, urlsplit

from flask import current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue

View = TypeVar("View", bound=Callable[..., object])

MOST_FIELDS, MOST_TEXT = 2_000, 600_000
_OURS = frozenset({"csrf_token", "_once"})


def keeps_text(view: View) -> View:
    """Mark a view whose posted text is worth keeping: an interview, not a search."""
    view.__keeps_text__ = True  # type: ignore[attr-defined]
    return view


def page(signed_in: bool) -> ResponseReturnValue | None:
    """Return a page that carries what was posted and sends it again at a press; None when there is nothing to keep.

    Nothing is kept on the server: the text goes back to the browser it came from, and only to a page of our own.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or not getattr(view, "__keeps_text__", False) or not from_here():
        return None
    typed = carried()
    if not typed:
        return None
    body = render_template(
        "layout/resend.html", typed=typed, to=request.path, signed_in=signed_in,
        files=any(file.filename for _name, file in request.files.items(multi=True)),
        sign_in=f"/inloggen?next={quote(request.path)}",
    )  # fmt: skip
    answer = make_response(body, 401 if not signed_in else 400)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def unanswered() -> list[tuple[str, str]] | None:
    """Return what was posted and can be sent once more at a press; None for what does not travel: files, passwords.

    It is sent under the same one-time key: where the answer was lost but the work was done, it is not done twice.
    """
    names = request.form.keys() - _OURS
    if request.method != "POST" or request.files or any("password" in name for name in names) or not from_here():
        return None
    typed = carried()
    return typed if typed or not names else None


def carried() -> list[tuple[str, str]]:
    """Return what was posted and may travel with a page; nothing when it is too much."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in _OURS]
    few = len(typed) <= MOST_FIELDS and sum(len(value) for _, value in typed) <= MOST_TEXT
    return typed if few else []


def from_here() -> bool:
    """Tell whether a page of this portal posted: another site must not put words in somebody's mouth."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    came = request.headers.get("Origin") or request.headers.get("Referer")
    return came is None or urlsplit(came).netloc == request.host
