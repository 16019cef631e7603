"""Fixed texts of agreements and letters: a working text, reviewed by other eyes, brought into use as a frozen version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from portal.agreements import letters, policies, queries, template
from portal.agreements.events import TemplateMoved
from portal.agreements.models import TemplateText
from portal.clauses.rules import REVIEW_MONTHS, Stage, check_release, check_review, require_allowed
from portal.core import clock
from portal.core.errors import Conflict, Invalid, Missing
from portal.core.plaintext import free_text
from portal.core.policy import require
from portal.core.uow import UnitOfWork

Fixed = template.Template | letters.LetterTemplate


def in_use(uow: UnitOfWork, key: str) -> Fixed:
    """Return what is in use under *key*; Missing("template.unknown")."""
    for find in (queries.template_of, queries.letter_of):
        try:
            return find(uow.session, key)
        except LookupError:
            continue
    raise Missing("template.unknown")


def begin_template(uow: UnitOfWork, key: str) -> TemplateText:
    """Open the working text of a template, with what is in use; asked again it is the same.

    Raises Denied("template.change"), Missing("template.unknown").
    """
    require(policies.may_change_templates(uow.actor), "template.change")
    now = in_use(uow, key)
    working = queries.working_text(uow.session, uow.actor, key)
    if working:
        return working
    earlier = queries.template_texts(uow.session, uow.actor, key)
    number = max([now.version, *(one.number for one in earlier)]) + 1
    body = now.model_dump(mode="json", by_alias=True) | {"version": number}
    row = uow.add(
        TemplateText(key=key, number=number, body=body, authors={"by": []}, changed_at=uow.now, changed_by=uow.actor.id)
    )
    uow.record(TemplateMoved(key, number, "begun"))
    return row


def change_template(
    uow: UnitOfWork, key: str, version: int | None, texts: Mapping[str, str], paragraphs: Sequence[tuple[str, Any]],
    section: int | None = None, after: Sequence[tuple[str, Any]] = (),
) -> TemplateText:  # fmt: skip
    """Replace the texts of a letter, or of one section of an agreement; each paragraph comes with its condition or None.

    *after* are the paragraphs behind the data of a section. Raises Denied, Missing("template.no_draft"),
    Conflict("row.stale"), Invalid ("template.text", "template.placeholder", "clause.refused.…").
    """
    row = _locked(uow, key, version)
    body = dict(row.body)
    told = {name: _text(text, name) for name, text in texts.items()}
    parts = [_paragraph(one) for one in paragraphs if one[0].strip()]
    if section is None:
        body |= {name: told[name] for name in ("subject", "closing")} | {"paragraphs": parts}
    else:
        listed = [dict(one) for one in body["sections"]]
        if not 0 <= section < len(listed):
            raise Missing("template.unknown")
        listed[section] |= {name: told[name] for name in ("title", "plain")} | {
            "intro": parts, "outro": [_paragraph(one) for one in after if one[0].strip()],
        }  # fmt: skip
        body["sections"] = listed
    if _checked(body) == row.body:
        return row
    row.body, row.stage = body, Stage.CONCEPT
    row.reviewed_by, row.reviewed_at, row.review_until = None, None, None
    row.authors = {"by": sorted({*row.authors["by"], str(uow.actor.id)})}
    row.changed_by, row.changed_at = uow.actor.id, uow.now
    uow.session.flush()
    uow.record(TemplateMoved(key, row.number, "changed" if section is None else f"section {section}"))
    return row


def review_template(uow: UnitOfWork, key: str, version: int | None = None) -> None:
    """Approve a working text, as somebody who did not write it. Raises Denied, Conflict, Missing("template.no_draft")."""
    row = _locked(uow, key, version)
    require(policies.may_review_templates(uow.actor), "template.review")
    row.stage = check_review(row.stage, row.authors["by"], str(uow.actor.id))
    row.reviewed_by, row.reviewed_at = uow.actor.id, uow.now
    row.review_until = clock.local(uow.now).date() + dt.timedelta(days=REVIEW_MONTHS * 30)
    uow.session.flush()
    uow.record(TemplateMoved(key, row.number, "reviewed"))


def release_template(uow: UnitOfWork, key: str, version: int | None = None) -> TemplateText:
    """Bring a reviewed text into use; agreements that were frozen keep theirs.

    Raises Denied("template.release"), Conflict ("library.not_reviewed", "template.same"), Missing("template.no_draft").
    """
    row = _locked(uow, key, version)
    require(policies.may_release_templates(uow.actor), "template.release")
    check_release(row.stage)
    if in_use(uow, key).model_dump(mode="json", by_alias=True) | {"version": row.number} == row.body:
        raise Conflict("template.same")
    row.released_at, row.released_by = uow.now, uow.actor.id
    uow.session.flush()
    uow.record(TemplateMoved(key, row.number, "released"))
    return row


def discard_template(uow: UnitOfWork, key: str, version: int | None = None) -> None:
    """Put a working text aside; what is in use stays. Raises Denied, Missing("template.no_draft")."""
    row = _locked(uow, key, version)
    uow.session.delete(row)
    uow.session.flush()
    uow.record(TemplateMoved(key, row.number, "put aside"))


def _locked(uow: UnitOfWork, key: str, version: int | None) -> TemplateText:
    require(policies.may_change_templates(uow.actor), "template.change")
    found = queries.working_text(uow.session, uow.actor, key)
    if found is None:
        raise Missing("template.no_draft")
    return uow.get(TemplateText, found.id, version)


def _text(text: str, field: str) -> str:
    cleaned = free_text(text, 2_000, field=field)
    if not cleaned:
        raise Invalid("template.text", field=field)
    require_allowed(cleaned, field)
    return cleaned


def _paragraph(given: tuple[str, Any]) -> dict[str, Any]:
    return {"text": _text(given[0], "paragraphs"), "when": given[1]}


def _checked(body: dict[str, Any]) -> dict[str, Any]:
    kind: type[Fixed] = template.Template if "sections" in body else letters.LetterTemplate
    allowed = template.ALLOWED if "sections" in body else letters.allowed(body["key"])
    texts = [one for section in body.get("sections", [body]) for one in _texts_of(section)]
    for name in dict.fromkeys(name for text in texts for name in template.placeholders(text)):
        if name not in allowed:
            raise Invalid("template.placeholder", field="paragraphs", name=name[:60])
    try:
        return kind.model_validate(body).model_dump(mode="json", by_alias=True)
    except ValidationError:
        raise Invalid("template.text", field="paragraphs") from None


def _texts_of(part: Mapping[str, Any]) -> list[str]:
    told = [str(part[name]) for name in ("title", "plain", "subject", "closing") if name in part]
    for name in ("intro", "outro", "paragraphs"):
        told += [one if isinstance(one, str) else str(one["text"]) for one in part.get(name, ())]
    return told
