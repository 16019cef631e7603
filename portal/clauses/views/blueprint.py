"""The blueprint of the library, and what its pages share."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, render_template, request

from portal.accounts import queries as accounts
from portal.clauses import messages
from portal.clauses.body import ClauseBody
from portal.clauses.facts import described
from portal.clauses.reading import reading
from portal.core.db import db
from portal.core.policy import SYSTEM, acting
from portal.documents.drawings import drawing

bp = Blueprint("clauses", __name__, url_prefix="/clausules")

READERS = ("bureau_admin", "bureau_staff", "legal", "expert", "corporation_staff")
WRITERS = ("bureau_admin", "legal")


def page(template: str, status: int = 200, **given: Any) -> tuple[str, int]:
    """Render a page with the words of this room."""
    return render_template(template, words=messages, drawing=drawing, **given), status


def names(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Say who these users are; that somebody wrote or reviewed a text of the library is no secret."""
    with acting(db.session, SYSTEM):
        return accounts.names(db.session, SYSTEM, [one for one in ids if one])


def told(body: ClauseBody) -> dict[str, Any]:
    """Return every text of a clause as it reads with its proposals filled in, and how hard it is to read."""
    values = body.defaults()
    gaps = {one.key: f"[{messages.KINDS[one.kind.value]}]" for one in body.parameters}

    def said(text: str | None = None, locale: str = "nl") -> str:
        return body.filled(values, text, locale, gaps).text

    plain = said(body.plain["nl"])
    return {
        "body": body, "text": said(), "plain": plain,
        "translations": [
            (one, [said(text, language) for text in one.texts()], language, one.whole(o.key for o in body.teach_back.options))
            for language, one in body.translations.items()
        ],
        "said": {name: said(getattr(body.specifics, name)) for name in ("who", "where", "when", "measure")},
        "consequence": said(body.consequence), "evidence": said(body.evidence.text),
        "question": said(body.teach_back.question),
        "options": [(one.key, said(one.text)) for one in body.teach_back.options],
        "shown": {one.key: messages.default_words(one) for one in body.parameters},
        "condition": described(body.condition), "easy": reading(plain), "hard": reading(said()),
    }  # fmt: skip


def posted_version() -> int | None:
    """Return the version of the working text that a form was made of."""
    given = request.form.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else None
