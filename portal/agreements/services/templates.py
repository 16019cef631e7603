"""Templates of agreements and letters: worked on, reviewed by other eyes, in use as frozen versions, withdrawn."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from pydantic import ValidationError

from portal.agreements import letters, policies, queries, template
from portal.agreements.events import TemplateMoved, TemplateStood
from portal.agreements.models import TemplateFamily, TemplateText
from portal.agreements.template import shaping
from portal.clauses.rules import REVIEW_MONTHS, Stage, check_release, check_review
from portal.core import clock
from portal.core.errors import Conflict, Invalid, Missing
from portal.core.plaintext import free_text
from portal.core.policy import require
from portal.core.uow import UnitOfWork

Fixed = template.Template | letters.LetterTemplate
LEAST_REASON = 10


def begin_template(uow: UnitOfWork, key: str) -> TemplateText:
    """Open the working text of a template, with what is in use; asked again it is the same.

    Raises Denied("template.change"), Missing("template.unknown").
    """
    require(policies.may_change_templates(uow.actor), "template.change")
    working = queries.working_text(uow.session, uow.actor, key)
    if working:
        return working
    now = queries.in_use(uow.session, key)
    if now is None:
        raise Missing("template.unknown")
    earlier = queries.template_texts(uow.session, uow.actor, key)
    number = max([now.version, *(one.number for one in earlier)]) + 1
    row = _open(uow, key, number, now.model_dump(mode="json", by_alias=True) | {"version": number}, [])
    uow.record(TemplateMoved(key, number, "begun"))
    return row


def copy_template(uow: UnitOfWork, key: str, title: str) -> TemplateText:
    """Begin a new agreement template with what another one holds; other eyes than the copier's release it.

    Raises Denied("template.change"), Missing("template.unknown"), Conflict("template.not_here"), Invalid ("template.text", …).
    """
    require(policies.may_change_templates(uow.actor), "template.change")
    now = queries.in_use(uow.session, key)
    if now is None:
        raise Missing("template.unknown")
    if not isinstance(now, template.Template):
        raise Conflict("template.not_here")
    words = shaping.heading(title, "title")
    made = _free_key(uow, words)
    body = now.model_dump(mode="json", by_alias=True) | {"key": made, "title": words, "version": 1}
    uow.add(TemplateFamily(key=made, copied_from=key))
    row = _open(uow, made, 1, _checked(body), [str(uow.actor.id)])
    uow.record(TemplateMoved(made, 1, "copied"))
    return row


def reshape_template(
    uow: UnitOfWork, key: str, version: int | None, change: shaping.Change, what: str = "changed"
) -> TemplateText:
    """Change the working text of a template; see `template.shaping` for the changes there are.

    Raises Denied("template.change"), Missing("template.no_draft"), Conflict("row.stale"), Invalid ("template.text",
    "template.placeholder"), and what the change raises.
    """
    row = _locked(uow, key, version)
    require(policies.may_change_templates(uow.actor), "template.change")
    body = _checked(change(dict(row.body)))
    if body == row.body:
        return row
    row.body, row.stage = body, Stage.CONCEPT
    row.reviewed_by, row.reviewed_at, row.review_until = None, None, None
    row.authors = {"by": sorted({*row.authors["by"], str(uow.actor.id)})}
    row.changed_by, row.changed_at = uow.actor.id, uow.now
    uow.session.flush()
    uow.record(TemplateMoved(key, row.number, what[:80]))
    return row


def review_template(uow: UnitOfWork, key: str, version: int | None = None) -> None:
    """Approve a working text, as somebody who did not write it.

    Raises Denied, Conflict, Missing("template.no_draft"), Invalid("template.problems").
    """
    row = _locked(uow, key, version)
    require(policies.may_review_templates(uow.actor), "template.review")
    _require_complete(row.body)
    row.stage = check_review(row.stage, row.authors["by"], str(uow.actor.id))
    row.reviewed_by, row.reviewed_at = uow.actor.id, uow.now
    row.review_until = clock.local(uow.now).date() + dt.timedelta(days=REVIEW_MONTHS * 30)
    uow.session.flush()
    uow.record(TemplateMoved(key, row.number, "reviewed"))


def release_template(uow: UnitOfWork, key: str, version: int | None = None) -> TemplateText:
    """Bring a reviewed text into use; agreements that were frozen keep theirs.

    Raises Denied("template.release"), Conflict ("library.not_reviewed", "template.same"), Missing("template.no_draft"),
    Invalid("template.problems").
    """
    row = _locked(uow, key, version)
    require(policies.may_release_templates(uow.actor), "template.release")
    check_release(row.stage)
    _require_complete(row.body)
    now = queries.in_use(uow.session, key)
    if now and now.model_dump(mode="json", by_alias=True) | {"version": row.number} == row.body:
        raise Conflict("template.same")
    row.released_at, row.released_by = uow.now, uow.actor.id
    uow.session.flush()
    uow.record(TemplateMoved(key, row.number, "released"))
    return row


def discard_template(uow: UnitOfWork, key: str, version: int | None = None) -> None:
    """Put a working text aside; what is in use stays. Raises Denied, Missing("template.no_draft")."""
    row = _locked(uow, key, version)
    family = queries.family(uow.session, uow.actor, key)
    never_used = queries.in_use(uow.session, key) is None
    uow.session.delete(row)
    if family is not None and never_used:
        uow.session.delete(family)
    uow.session.flush()
    uow.record(TemplateMoved(key, row.number, "put aside"))


def withdraw_template(uow: UnitOfWork, key: str, reason: str, version: int | None = None) -> None:
    """Stop offering an agreement template for new agreements; agreements and drafts made with it keep it.

    Raises Denied("template.withdraw"), Missing("template.unknown"), Conflict ("template.not_here", "template.withdrawn",
    "row.stale"), Invalid("template.reason").
    """
    require(policies.may_withdraw_templates(uow.actor), "template.withdraw")
    now = queries.in_use(uow.session, key)
    if now is None:
        raise Missing("template.unknown")
    if not isinstance(now, template.Template):
        raise Conflict("template.not_here")
    why = free_text(reason, 500, field="reason")
    if len(why) < LEAST_REASON:
        raise Invalid("template.reason", field="reason")
    row = _family(uow, key, version)
    if row.withdrawn_at is not None:
        raise Conflict("template.withdrawn")
    row.withdrawn_at, row.withdrawn_by, row.reason = uow.now, uow.actor.id, why
    uow.session.flush()
    uow.record(TemplateStood(key, "withdrawn"))


def restore_template(uow: UnitOfWork, key: str, version: int | None = None) -> None:
    """Offer a withdrawn template again. Raises Denied("template.withdraw"), Missing("template.unknown"), Conflict."""
    require(policies.may_withdraw_templates(uow.actor), "template.withdraw")
    found = queries.family(uow.session, uow.actor, key)
    if found is None or found.withdrawn_at is None:
        raise Missing("template.unknown")
    row = uow.get(TemplateFamily, found.id, version)
    row.withdrawn_at, row.withdrawn_by, row.reason = None, None, ""
    uow.session.flush()
    uow.record(TemplateStood(key, "offered again"))


# ---- inside --------------------------------------------------------------------------------------------------------


def _open(uow: UnitOfWork, key: str, number: int, body: dict[str, Any], authors: list[str]) -> TemplateText:
    return uow.add(
        TemplateText(
            key=key, number=number, body=body, authors={"by": authors}, changed_at=uow.now, changed_by=uow.actor.id
        )
    )


def _locked(uow: UnitOfWork, key: str, version: int | None) -> TemplateText:
    require(policies.may_change_templates(uow.actor), "template.change")
    found = queries.working_text(uow.session, uow.actor, key)
    if found is None:
        raise Missing("template.no_draft")
    return uow.get(TemplateText, found.id, version)


def _family(uow: UnitOfWork, key: str, version: int | None) -> TemplateFamily:
    found = queries.family(uow.session, uow.actor, key)
    return uow.get(TemplateFamily, found.id, version) if found else uow.add(TemplateFamily(key=key))


def _free_key(uow: UnitOfWork, title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")[:30].rstrip("_") or "sjabloon"
    taken = set(queries.template_keys(uow.session)) | {one.key for one in letters.letter_templates()}
    wanted = stem if len(stem) > 1 else f"sjabloon_{stem}"
    return next(key for key in (wanted, *(f"{wanted}_{n}" for n in range(2, 10_000))) if key not in taken)


def _checked(body: dict[str, Any]) -> dict[str, Any]:
    """Return a body that is sound in its parts, as it is kept; what a text asks for must be there."""
    try:
        if "sections" not in body:
            unknown = _unknown(letters.LetterTemplate.model_construct(**body), letters.allowed(body["key"]))
            if unknown:
                raise Invalid("template.placeholder", field="paragraphs", name=unknown[:60])
            return letters.LetterTemplate.model_validate(body).model_dump(mode="json", by_alias=True)
        outline = template.Outline.model_validate(body)
    except ValidationError:
        raise Invalid("template.text", field="paragraphs") from None
    for one in template.problems(outline):
        if one.code == "placeholder":
            raise Invalid("template.placeholder", field="paragraphs", name=str(one.params["name"]))
    kept: dict[str, Any] = outline.model_dump(mode="json", by_alias=True)
    return kept


def _unknown(letter: Any, known: frozenset[str]) -> str:
    texts = [letter.subject, letter.closing, *(one["text"] for one in letter.paragraphs)]
    return next((name for text in texts for name in template.placeholders(text) if name not in known), "")


def _require_complete(body: dict[str, Any]) -> None:
    if "sections" in body:
        found = template.problems(template.Outline.model_validate(body))
        if found:
            raise Invalid("template.problems", count=len(found))
