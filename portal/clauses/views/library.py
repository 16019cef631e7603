"""Reading the library: the list, a clause, an older version, what changed, and the recording."""

from __future__ import annotations

import io

from flask import request, send_file
from flask.typing import ResponseReturnValue

from portal.clauses import differing, messages, policies, queries
from portal.clauses.views.blueprint import READERS, bp, names, page, told
from portal.core.db import db
from portal.core.errors import Missing
from portal.web.auth import current_actor
from portal.web.guards import access


@bp.get("/")
@access(*READERS)
def index() -> ResponseReturnValue:
    """List the library, narrowed by words, topic and type, and the working texts for who writes."""
    actor = current_actor()
    typed, topic, type_ = (request.args.get(name, "")[:100] for name in ("q", "onderwerp", "soort"))
    return page(
        "clauses/index.html",
        entries=queries.library(db.session, actor, typed, topic, type_),
        topics=queries.topics(db.session, actor),
        chosen={"q": typed, "topic": topic, "type": type_},
        drafts=queries.drafts(db.session, actor),
        may_change=policies.may_change(actor),
    )


@bp.get("/<code>")
@access(*READERS)
def detail(code: str) -> ResponseReturnValue:
    """Show one clause: what it says, what may be filled in, how it is established, what is asked back."""
    actor = current_actor()
    entry = queries.by_code(db.session, actor, code[:10], active=False)
    versions = queries.versions(db.session, actor, entry.clause_id)
    draft = queries.any_draft(db.session, actor, entry.clause_id)
    return page(
        "clauses/detail.html", entry=entry, versions=versions, newest=versions[0], current=True,
        draft=draft if draft and draft.open else None, may_change=policies.may_change(actor),
        names=names([versions[0].reviewed_by, versions[0].released_by]), **told(entry.body),
    )  # fmt: skip


@bp.get("/<code>/versie/<int:number>")
@access(*READERS)
def version(code: str, number: int) -> ResponseReturnValue:
    """Show an older version as it stays in the agreements that hold it."""
    actor = current_actor()
    entry = queries.by_code(db.session, actor, code[:10], active=False)
    row = queries.version(db.session, actor, code[:10], number)
    return page(
        "clauses/detail.html", entry=entry, versions=queries.versions(db.session, actor, entry.clause_id), newest=row,
        current=row.id == entry.version_id, draft=None, may_change=False,
        names=names([row.reviewed_by, row.released_by]), **told(queries.body_of(row)),
    )  # fmt: skip


@bp.get("/<code>/vergelijk")
@access(*READERS)
def compare(code: str) -> ResponseReturnValue:
    """Lay two versions beside each other; without a choice the newest and the one before."""
    actor = current_actor()
    entry = queries.by_code(db.session, actor, code[:10], active=False)
    versions = queries.versions(db.session, actor, entry.clause_id)
    known = {one.number: one for one in versions}
    new = known.get(request.args.get("tot", entry.number, type=int))
    old = known.get(request.args.get("van", (new.number if new else 1) - 1, type=int))
    found = differing.differences(queries.body_of(old), queries.body_of(new)) if old and new else []
    changes = [(messages.part_name(one.part), differing.words_changed(one.before, one.after)) for one in found]
    return page("clauses/compare.html", entry=entry, versions=versions, old=old, new=new, changes=changes)


@bp.get("/<code>/versie/<int:number>/geluid")
@access(*READERS)
def sound(code: str, number: int) -> ResponseReturnValue:
    """Play the plain words of a version."""
    body = queries.body_of(queries.version(db.session, current_actor(), code[:10], number))
    if body.recording is None:
        raise Missing("row.missing", table="stored_file")
    answer = send_file(io.BytesIO(queries.sound(db.session, body.recording)), mimetype=body.recording.media_type)
    answer.headers["Cache-Control"] = "no-store"
    return answer
