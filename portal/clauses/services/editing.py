"""Commands on the working text of a clause: begin it, change it, translate it, add a voice, put it aside."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any, get_args

from portal.clauses import policies, queries
from portal.clauses.body import Language
from portal.clauses.events import ClauseChanged, ClauseDraftDiscarded, ClauseDrafted
from portal.clauses.facts import condition_faults
from portal.clauses.models import Clause, ClauseDraft
from portal.clauses.rules import Stage, require_allowed
from portal.clauses.sound import media_type_of
from portal.core import blobs, clock
from portal.core.errors import Conflict, Invalid, Missing
from portal.core.plaintext import free_text
from portal.core.policy import require, scoped
from portal.core.uow import UnitOfWork

_CODE = re.compile(r"[A-Z]{1,3}[1-9]\d{0,2}")
EDITABLE = frozenset(
    {
        "type", "topic", "title", "icon", "text", "plain", "parameters", "specifics", "consequence", "evidence",
        "teach_back", "offered_when", "condition", "categories", "ground",
    }
)  # fmt: skip

TRANSLATED = ("text", "plain", "consequence", "teach_back")
"""What translations follow: when one of these changes, no translation is checked any longer."""


def begin(uow: UnitOfWork, code: str, *, new: bool = False) -> ClauseDraft:
    """Open the working text of a clause, with the text of its newest version; asked again it is the same.

    With *new* the code must be free. Raises Denied, Invalid("clause.code"), Conflict("clause.code_taken"),
    Missing("clause.unknown").
    """
    require(policies.may_change(uow.actor), "clause.change")
    code = code.strip().upper()[:10]
    if not _CODE.fullmatch(code):
        raise Invalid("clause.code", field="code")
    clause = uow.session.scalars(scoped(Clause, uow.actor).where(Clause.code == code)).one_or_none()
    draft = queries.any_draft(uow.session, uow.actor, clause.id) if clause else None
    newest = queries.versions(uow.session, uow.actor, clause.id)[:1] if clause else []
    if new and (newest or (draft and draft.open)):
        raise Conflict("clause.code_taken", field="code")
    if not new and not newest and not (draft and draft.open):
        raise Missing("clause.unknown", clause=code)
    if draft and draft.open:
        return draft
    clause = clause or uow.add(Clause(code=code, topic="", active=False))
    content: dict[str, Any] = (
        queries.body_of(newest[0]).model_dump(mode="json", by_alias=True) if newest else {"schema": 1, "code": code}
    )
    if draft:
        draft = uow.get(ClauseDraft, draft.id)
        draft.content, draft.authors, draft.stage, draft.open = content, {"by": []}, Stage.CONCEPT, True
        _touched(uow, draft)
    else:
        draft = uow.add(ClauseDraft(clause_id=clause.id, content=content, authors={"by": []}, changed_at=uow.now, changed_by=uow.actor.id))  # fmt: skip
    uow.record(ClauseDrafted(clause.id, clause.code))
    return draft


def change(uow: UnitOfWork, code: str, version: int | None, part: Mapping[str, Any]) -> ClauseDraft:
    """Replace parts of the working text (see EDITABLE); open places are allowed, refused content is not.

    Raises Denied, Missing("clause.no_draft"), Conflict("row.stale"), Invalid ("clause.invalid", "clause.refused.…",
    "text.…").
    """
    clause, draft = locked(uow, code, version)
    given = {name: _clean(value, name) for name, value in part.items()}
    if set(given) - EDITABLE:
        raise Invalid("clause.invalid", field=sorted(set(given) - EDITABLE)[0])
    if given.get("condition") is not None and condition_faults(given["condition"]):
        raise Invalid("clause.invalid", field="condition")
    require_allowed(str(given.get("text") or ""), "text")
    require_allowed(str((given.get("plain") or {}).get("nl") or ""), "plain")
    content = draft.content | given
    if any(content.get(name) != draft.content.get(name) for name in TRANSLATED):
        translations = (content.get("translations") or {}).items()
        content["translations"] = {language: one | {"status": "concept"} for language, one in translations}
    return _save(uow, clause, draft, content, ", ".join(sorted(given)))


def translate(
    uow: UnitOfWork, code: str, version: int | None, language: str, text: str, translator: str, *, checked: bool = False,
    consequence: str = "", question: str = "", options: Mapping[str, str] | None = None,
) -> ClauseDraft:  # fmt: skip
    """Put what a tenant reads in another language beside the Dutch, or take it away with an empty text.

    Raises as `change`.
    """
    clause, draft = locked(uow, code, version)
    if language not in get_args(Language):
        raise Invalid("clause.invalid", field="language")
    kept = dict(draft.content.get("translations") or {})
    words = free_text(text, 1_000, field="text")
    if words:
        name = free_text(translator, 200, field="translator")
        if not name:
            raise Invalid("clause.invalid", field="translator")
        told: dict[str, Any] = {
            "text": words, "translator": name, "on": clock.local(uow.now).date().isoformat(),
            "status": "checked" if checked else "concept", "consequence": free_text(consequence, 1_000, field="consequence"),
            "question": free_text(question, 200, field="question"),
        }  # fmt: skip
        cleaned = {key: free_text(one, 200, field=f"option_{key}") for key, one in (options or {}).items() if key in "abcd"}
        told["options"] = {key: one for key, one in cleaned.items() if one}
        kept[language] = {name: value for name, value in told.items() if value}
    else:
        kept.pop(language, None)
    return _save(uow, clause, draft, draft.content | {"translations": kept}, f"translation {language}")


def record_voice(uow: UnitOfWork, code: str, version: int | None, data: bytes | None) -> ClauseDraft:
    """Keep the plain words read aloud, or with None take the recording away.

    Raises Invalid("clause.recording") for anything that is no sound, and as `change`.
    """
    clause, draft = locked(uow, code, version)
    if data is None:
        return _save(uow, clause, draft, draft.content | {"recording": None}, "recording")
    media_type, ending = media_type_of(data)
    file = blobs.keep(uow, data, name=f"{clause.code}{ending}", media_type=media_type, case_id=None)
    recording = {"file_id": str(file.id), "sha256": file.sha256, "media_type": media_type}
    return _save(uow, clause, draft, draft.content | {"recording": recording}, "recording")


def discard(uow: UnitOfWork, code: str, version: int | None = None) -> None:
    """Put the working text aside; versions that were released stay. Raises as `change`."""
    clause, draft = locked(uow, code, version)
    draft.open = False
    uow.session.flush()
    uow.record(ClauseDraftDiscarded(clause.id, clause.code))


def locked(uow: UnitOfWork, code: str, version: int | None) -> tuple[Clause, ClauseDraft]:
    """Lock a clause and its open working text. Raises Denied, Missing("clause.no_draft"), Conflict("row.stale")."""
    require(policies.may_change(uow.actor), "clause.change")
    clause = uow.session.scalars(scoped(Clause, uow.actor).where(Clause.code == code)).one_or_none()
    draft = queries.any_draft(uow.session, uow.actor, clause.id) if clause else None
    if clause is None or draft is None or not draft.open:
        raise Missing("clause.no_draft")
    return uow.get(Clause, clause.id), uow.get(ClauseDraft, draft.id, version)


def _save(uow: UnitOfWork, clause: Clause, draft: ClauseDraft, content: dict[str, Any], part: str) -> ClauseDraft:
    if content == draft.content:
        return draft
    draft.content, draft.stage = content, Stage.CONCEPT
    draft.reviewed_by, draft.reviewed_at, draft.review_until = None, None, None
    draft.authors = {"by": sorted({*draft.authors["by"], str(uow.actor.id)})}
    _touched(uow, draft)
    uow.record(ClauseChanged(clause.id, clause.code, part[:200]))
    return draft


def _touched(uow: UnitOfWork, draft: ClauseDraft) -> None:
    draft.changed_by, draft.changed_at = uow.actor.id, uow.now
    uow.session.flush()


def _clean(value: Any, field: str, depth: int = 0) -> Any:
    """Clean every text inside *value*: bounded in length, width and depth."""
    if isinstance(value, str):
        return free_text(value, 2_000, field=field)
    if isinstance(value, Mapping | list | tuple) and (depth > 20 or len(value) > 60):
        raise Invalid("clause.invalid", field=field)
    if isinstance(value, Mapping):
        return {str(name)[:60]: _clean(inside, field, depth + 1) for name, inside in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inside, field, depth + 1) for inside in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, uuid.UUID):
        return str(value)
    raise Invalid("clause.invalid", field=field)
