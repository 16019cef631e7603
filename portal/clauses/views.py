"""Pages of the clause library."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.clauses import messages, policies, queries
from portal.clauses.reading import reading
from portal.core.db import db
from portal.web.auth import current_actor
from portal.web.guards import access

bp = Blueprint("clauses", __name__, url_prefix="/clausules")

READERS = ("bureau_admin", "bureau_staff", "legal", "expert", "corporation_staff")


@bp.get("/")
@access(*READERS)
def index() -> ResponseReturnValue:
    """List the library, narrowed by words, topic and type."""
    actor = current_actor()
    typed, topic, type_ = (request.args.get(name, "")[:100] for name in ("q", "onderwerp", "soort"))
    return render_template(
        "clauses/index.html",
        entries=queries.library(db.session, actor, typed, topic, type_),
        topics=queries.topics(db.session, actor),
        chosen={"q": typed, "topic": topic, "type": type_},
        words=messages,
    )


@bp.get("/<code>")
@access(*READERS)
def detail(code: str) -> ResponseReturnValue:
    """Show one clause: what it says, what may be filled in, how it is established, what is asked back."""
    actor = current_actor()
    entry = queries.by_code(db.session, actor, code[:10], active=False)
    body, values = entry.body, entry.body.defaults()
    gaps = {one.key: f"[{messages.KINDS[one.kind.value]}]" for one in body.parameters}

    def said(text: str | None = None, locale: str = "nl") -> str:
        return body.filled(values, text, locale, gaps).text

    plain = said(body.plain["nl"])
    return render_template(
        "clauses/detail.html",
        entry=entry,
        body=body,
        text=said(),
        plain=plain,
        translations=[(one, said(one.text, language), language) for language, one in body.translations.items()],
        said={name: said(getattr(body.specifics, name)) for name in ("who", "where", "when", "measure")},
        consequence=said(body.consequence),
        evidence=said(body.evidence.text),
        question=said(body.teach_back.question),
        options=[(one.key, said(one.text)) for one in body.teach_back.options],
        shown={one.key: messages.default_words(one) for one in body.parameters},
        easy=reading(plain),
        hard=reading(said()),
        versions=queries.versions(db.session, actor, entry.clause_id),
        may_change=policies.may_change(actor),
        words=messages,
    )
