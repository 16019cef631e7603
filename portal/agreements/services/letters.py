"""Letters out of a case: what is known filled in, written as a tagged PDF, filed with the other papers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.agreements import policies, printing, queries, words
from portal.agreements.content import Terms
from portal.agreements.facts import facts_of
from portal.agreements.letters import ASKED, OUTCOMES, Letter, LetterTemplate, written
from portal.agreements.rules import BINDING
from portal.agreements.services.prefill import letter_terms
from portal.cases import services as cases
from portal.cases.models import Case, CaseDocument
from portal.cases.rules import ContactFacts, ContactKind, ContactOutcome, DocumentFacts, DocumentKind
from portal.clauses.rules import clock_words, date_words, require_allowed
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.plaintext import free_text
from portal.core.policy import SYSTEM, Actor, require
from portal.core.uow import UnitOfWork

WARNINGS = frozenset({"warning", "notice"})
NEEDS_AGREEMENT = frozenset({"agreement", "clauses", "in_force", "ends"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What whoever makes a letter fills in: when and where, which incidents, and words of their own."""

    day: dt.date | None = None
    time: dt.time | None = None
    place: str = ""
    deadline: dt.date | None = None
    incidents: Sequence[int] = ()
    own: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a signing: which letter tells it, whom it is about, and the moments that matter."""

    key: str
    on: dt.datetime
    who: str = ""
    reconsider: dt.datetime | None = None
    starts: dt.datetime | None = None


def letter_of(session: Session, key: str) -> LetterTemplate:
    """Return the letter in use that somebody may make by hand; Invalid("letter.unknown")."""
    try:
        if key in OUTCOMES:
            raise LookupError(key)
        return queries.letter_of(session, key)
    except LookupError:
        raise Invalid("letter.unknown", field="key") from None


def write_letter(session: Session, actor: Actor, case: Case, key: str, wanted: Wanted) -> Letter:
    """Fill a letter with what the case knows and what was asked.

    Raises Denied("letter.make"), Invalid ("letter.unknown", "letter.missing", "letter.past", "agreement.incident",
    "clause.refused.…"), Conflict("letter.no_agreement").
    """
    require(policies.may_make_letter(actor, case), "letter.make")
    template = letter_of(session, key)
    terms = letter_terms(session, actor, case)
    values = {**_known(session, actor, case, template, terms), **_asked(template, wanted)}
    values["incidents"] = _incidents(terms, wanted.incidents)
    if "incidents" in template.asks() and not values["incidents"] and key in WARNINGS:
        raise Invalid("letter.incidents", field="incidents")
    own = free_text(wanted.own, 2_000, field="own")
    require_allowed(own, "own")
    return _framed(template, values, terms, case, own)


def write_outcome(session: Session, case: Case, outcome: Outcome) -> Letter:
    """Fill the letter that tells what came of a signing, with what the case knows today."""
    template = queries.letter_of(session, outcome.key)
    terms = letter_terms(session, SYSTEM, case)
    values = _known(session, SYSTEM, case, template, terms) | {
        "who": outcome.who,
        "on": date_words(clock.local(outcome.on).date()),
        "reconsider": _moment(outcome.reconsider) if outcome.reconsider else "",
        "starts": date_words(clock.local(outcome.starts).date()) if outcome.starts else "",
    }
    return _framed(template, values, terms, case)


def _moment(at: dt.datetime) -> str:
    here = clock.local(at)
    return f"{date_words(here.date())} om {clock_words(here.time())}"


def _framed(template: LetterTemplate, values: dict[str, str], terms: Terms, case: Case, own: str = "") -> Letter:
    """Put sender, addressee and signature around the words."""
    corporation = terms.corporation
    return written(
        template, values, dict(facts_of(terms)), own=own, reference=case.reference, sender=corporation.name,
        sender_lines=tuple(filter(None, [terms.contact.name, terms.contact.phone])),
        addressee=(*(one.name for one in terms.tenants), terms.home.address, f"{terms.home.postcode}  {terms.home.town}"),
        dated_on=clock.today(), signer=corporation.signatory_name or corporation.name, function=corporation.function,
        copies=tuple(words.acts_for(terms, one).capitalize() + f": {one.name}" for one in terms.representatives),
    )  # fmt: skip


def file_letter(uow: UnitOfWork, case_id: uuid.UUID, letter: Letter, pdf: bytes, *, sent: bool = False) -> CaseDocument:
    """Put a written letter among the papers of the case, and with *sent* into the log of contacts.

    Raises Denied, Conflict("case.closed").
    """
    case = uow.get(Case, case_id)
    require(policies.may_make_letter(uow.actor, case), "letter.make")
    warning = letter.key in WARNINGS
    facts = DocumentFacts(
        title=letter.subject[:200], kind=DocumentKind.WARNING if warning else DocumentKind.LETTER, compartment="A",
        dated_on=letter.dated_on, file_name=printing.letter_name(letter),
    )  # fmt: skip
    document = cases.file_document(uow, case_id, facts, pdf)
    if sent:
        kind = ContactKind.WARNING if warning else ContactKind.LETTER
        told = ContactFacts(held_on=letter.dated_on, kind=kind, outcome=ContactOutcome.HELD, summary=letter.subject)
        cases.log_contact(uow, case_id, told)
    return document


def _known(session: Session, actor: Actor, case: Case, template: LetterTemplate, terms: Terms) -> dict[str, str]:
    told = {
        "tenants": words.listed([one.name for one in terms.tenants]),
        "address": terms.home.address,
        "reference": case.reference,
        "corporation": terms.corporation.name,
        "signer": terms.corporation.signatory_name,
        "contact": terms.contact.name or terms.corporation.name,
        "phone": terms.contact.phone or "het nummer van de verhuurder",
    }
    if not NEEDS_AGREEMENT & set(template.asks()):
        return told
    standing = queries.standing(session, actor, case.id)
    if standing is None or standing.state not in BINDING or standing.in_force_on is None or standing.ends_on is None:
        raise Conflict("letter.no_agreement")
    titles = [one.title[0].lower() + one.title[1:] for one in queries.content_of(standing).clauses]
    return told | {
        "agreement": date_words(standing.in_force_on),
        "clauses": words.listed(titles),
        "in_force": date_words(standing.in_force_on),
        "ends": date_words(standing.ends_on),
    }


def _asked(template: LetterTemplate, wanted: Wanted) -> dict[str, str]:
    given: dict[str, str] = {
        "day": date_words(wanted.day) if wanted.day else "",
        "time": clock_words(wanted.time) if wanted.time else "",
        "place": " ".join(free_text(wanted.place, 200, field="place").split()),
        "deadline": date_words(wanted.deadline) if wanted.deadline else "",
    }
    for name in template.to_fill():
        if not given[name]:
            raise Invalid("letter.missing", field=name)
        when = wanted.day if name == "day" else wanted.deadline if name == "deadline" else None
        if when is not None and when <= clock.today():
            raise Invalid("letter.past", field=name)
    return {name: given[name] for name in ASKED}


def _incidents(terms: Terms, numbers: Sequence[int]) -> str:
    known = {one.number: one for one in terms.occasion.incidents}
    if set(numbers) - set(known):
        raise Invalid("agreement.incident", field="incidents")
    return words.listed([f"{known[number].when} ({known[number].category})" for number in sorted(set(numbers))])
