"""What stands in the way of sending an agreement, and what would make it weak before a judge."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from portal.agreements import rules
from portal.agreements.content import ClauseItem, Content, HelpLine
from portal.agreements.rules import SignerRole
from portal.agreements.template import Outline
from portal.clauses.reading import reading
from portal.clauses.rules import GAP, Meaning, Use, date_words, disagreements, refused_content, vague_words

_PENALTY = re.compile(r"\b(boete\w*|dwangsom\w*)\b", re.I)
_NO_PENALTY = re.compile(r"\bgeen (boete|dwangsom)\w*\b", re.I)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
USUAL_MONTHS = 24
"""What is agreed of one's free will rarely lasts longer; a judge asks why this does."""
REGISTER_DAYS = 14
"""A look in the public register is repeated when it is older than this at signing."""
REPRESENTED = {"administration": SignerRole.ADMINISTRATOR, "guardianship": SignerRole.GUARDIAN}


@dataclass(frozen=True, slots=True)
class Finding:
    """One point on the list before sending: what it is, in which section, and at which place of the composer."""

    code: str
    section: int
    anchor: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def blocking(content: Content, template: Outline | None = None) -> list[Finding]:
    """List what must be put right before a version can be made, in the order of the sections.

    With *template* the kinds of clause that it asks for, or allows only a number of, are counted too.
    """
    found = [
        *(_slots(content, template) if template else ()),
        *_parties(content), *_reasons(content), *_term(content), *_clauses(content), *_help(content),
        *_promises(content), *_evaluations(content), *_forbidden(content), *_rights(content),
    ]  # fmt: skip
    seen = {finding.section for finding in found}
    for section in content.sections:
        if section.number not in seen and _has_gap(section.blocks):
            found.append(Finding("agreement.gap", section.number, f"section-{section.number}"))
    return sorted(found, key=lambda finding: finding.section)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The version before: its number, when it was made, whether somebody signed it and it still waits, and its help."""

    number: int
    made_on: dt.date
    waits_signed: bool
    help: tuple[tuple[str, dt.date | None], ...] = ()


def warnings(content: Content, earlier: Earlier | None = None) -> list[Finding]:
    """List what would weaken the agreement before a judge; none of it blocks (the "juridische gezondheid").

    With *earlier* also what follows from the version before: signatures that fall away, help that never began.
    """
    found = [
        *(_course(content, earlier) if earlier else ()),
        *_weak_parties(content), *_weak_term(content), *_unheard(content), *_weak_clauses(content), *_weak_help(content),
        *_weak_understanding(content),
    ]  # fmt: skip
    return sorted(found, key=lambda finding: finding.section)


# ---- blocking ------------------------------------------------------------------------------------------------------


def _parties(content: Content) -> Iterator[Finding]:
    if not content.tenants:
        yield Finding("agreement.tenant_missing", 1, "section-1")
    for tenant in content.tenants:
        if rules.is_minor(tenant.birth_year, content.dated_on):
            yield Finding("agreement.tenant_minor", 1, "section-1", {"name": tenant.name})
        wanted = REPRESENTED.get(tenant.check_result)
        present = {one.kind for one in content.representatives if one.tenant == tenant.key}
        if wanted and wanted not in present:
            yield Finding(f"agreement.{wanted.value}_missing", 1, "section-1", {"name": tenant.name})
    if not content.corporation.signatory_name:
        yield Finding("agreement.corporation_signer", 1, "section-1")
    if not content.expert.name:
        yield Finding("agreement.expert_missing", 1, "section-1")


def _reasons(content: Content) -> Iterator[Finding]:
    if not content.home.address:
        yield Finding("agreement.address", 2, "section-2")
    if not content.occasion.incidents and not content.occasion.summary:
        yield Finding("agreement.occasion", 3, "section-3")
    if not any(response.text or response.declined for response in content.responses):
        yield Finding("agreement.response", 4, "section-4")


def _term(content: Content) -> Iterator[Finding]:
    if not content.purpose:
        yield Finding("agreement.purpose", 5, "section-5")
    if not 1 <= content.months <= rules.MOST_MONTHS:
        yield Finding("agreement.months", 5, "section-5", {"most": rules.MOST_MONTHS})
    if content.starts_on and content.starts_on < content.dated_on:
        yield Finding("agreement.start_past", 5, "section-5")


def _clauses(content: Content) -> Iterator[Finding]:
    if not content.clauses:
        yield Finding("agreement.no_clauses", 6, "section-6")
    for clause in content.clauses:
        anchor = f"clause-{clause.number}"
        named: dict[str, str | int] = {"number": clause.number, "title": clause.title}
        for name in clause.open:
            yield Finding("agreement.placeholder", 6, anchor, named | {"parameter": name})
        for refused in refused_content(f"{clause.text}\n{clause.plain}"):
            yield Finding(f"agreement.refused.{refused.reason.value}", 6, anchor, named)
        for day in _days(clause):
            if day < content.dated_on:
                yield Finding("agreement.clause_past", 6, anchor, named)
        known = {one.number for one in content.occasion.incidents}
        for number in clause.incidents:
            if number not in known:
                yield Finding("agreement.incident_unknown", 6, anchor, named | {"incident": number})


def _slots(content: Content, template: Outline) -> Iterator[Finding]:
    counted = Counter(one.type for one in content.clauses)
    for section in template.sections:
        for slot in section.slots:
            named: dict[str, str | int] = {"kind": slot.type.value, "number": counted[slot.type]}
            if counted[slot.type] < slot.least:
                yield Finding(
                    "agreement.slot_few", section.number, f"section-{section.number}", named | {"limit": slot.least}
                )
            if slot.most is not None and counted[slot.type] > slot.most:
                yield Finding(
                    "agreement.slot_many", section.number, f"section-{section.number}", named | {"limit": slot.most}
                )


def _help(content: Content) -> Iterator[Finding]:
    last = rules.add_months(content.dated_on, max(content.months, 1))
    for index, line in enumerate(content.help, start=1):
        yield from _help_line(line, index, content.dated_on, last)


def _help_line(line: HelpLine, index: int, first: dt.date, last: dt.date) -> Iterator[Finding]:
    anchor, named = f"help-{index}", {"line": index}
    if not line.goal or not line.provider:
        yield Finding("agreement.help_goal", 7, anchor, named)
    if not line.starter:
        yield Finding("agreement.help_starter", 7, anchor, named)
    if line.start_by is None:
        yield Finding("agreement.help_date", 7, anchor, named)
    elif not first <= line.start_by <= last:
        yield Finding("agreement.help_date_wrong", 7, anchor, named)
    if not line.fallback:
        yield Finding("agreement.help_fallback", 7, anchor, named)


def _promises(content: Content) -> Iterator[Finding]:
    if not content.corporation_duties:
        yield Finding("agreement.corporation_duties", 8, "section-8")
    if not content.contact.name:
        yield Finding("agreement.contact", 8, "section-8")
    if not content.expert_duties:
        yield Finding("agreement.expert_duties", 9, "section-9")
    if not any(flow.shares for flow in content.exchange):
        yield Finding("agreement.exchange", 10, "section-10")
    if not content.ladder:
        yield Finding("agreement.ladder", 12, "section-12")


def _evaluations(content: Content) -> Iterator[Finding]:
    if not content.evaluations:
        yield Finding("agreement.evaluations", 11, "section-11")
        return
    days = [one.on for one in content.evaluations]
    if len(set(days)) != len(days):
        yield Finding("agreement.evaluation_twice", 11, "section-11")
    begins = max(content.dated_on, content.starts_on or content.dated_on)
    last = rules.add_months(begins + dt.timedelta(days=content.reflection_days + 60), max(content.months, 1))
    if any(not content.dated_on < day <= last for day in days):
        yield Finding("agreement.evaluation_date", 11, "section-11")


def _forbidden(content: Content) -> Iterator[Finding]:
    """Texts that staff may change hold no penalty, no end of the lease, no disclosure of what is private."""
    places: list[tuple[int, str, Iterable[str]]] = [
        (5, "section-5", (content.purpose, content.extension)),
        (7, "section-7", [f"{line.goal} {line.fallback}" for line in content.help]),
        (8, "section-8", content.corporation_duties),
        (9, "section-9", content.expert_duties),
        (13, "section-13", content.criteria),
    ]
    for section, anchor, texts in places:
        for text in texts:
            for refused in refused_content(text):
                yield Finding(f"agreement.refused.{refused.reason.value}", section, anchor, {"number": 0, "title": ""})
    for step in content.ladder:
        if refused_content(step):
            yield Finding("agreement.ladder_refused", 12, "section-12")
    for flow in content.exchange:
        if any(_private(text) for text in flow.shares):
            yield Finding("agreement.exchange_private", 10, "section-10")
    texts = [clause.text for clause in content.clauses] + [
        *content.ladder,
        content.purpose,
        *content.corporation_duties,
    ]
    if any(_PENALTY.search(_NO_PENALTY.sub("", text)) for text in texts):
        yield Finding("agreement.penalty", 12, "section-12")


def _private(text: str) -> bool:
    return bool(re.search(r"\b(diagnos\w*|ziekte\w*|medicijn\w*|medicatie|medisch\w*|verslaving\w*)\b", text, re.I))


def _rights(content: Content) -> Iterator[Finding]:
    if not rules.LEAST_REFLECTION_DAYS <= content.reflection_days <= rules.MOST_REFLECTION_DAYS:
        yield Finding("agreement.reflection_days", 14, "section-14", {"least": rules.LEAST_REFLECTION_DAYS})
    if not content.complaint:
        yield Finding("agreement.complaint", 14, "section-14")
    if not content.legal_help:
        yield Finding("agreement.legal_help", 14, "section-14")
    interpreter = content.understanding.interpreter
    if interpreter and not (interpreter.name and interpreter.language):
        yield Finding("agreement.interpreter_name", 15, "section-15")


def _has_gap(blocks: Iterable[object]) -> bool:
    return any(GAP in repr(block) for block in blocks)


def _days(clause: ClauseItem) -> Iterator[dt.date]:
    for value in clause.parameters.values():
        if isinstance(value, str) and _ISO_DAY.fullmatch(value):
            yield dt.date.fromisoformat(value)


# ---- warnings ------------------------------------------------------------------------------------------------------


def _weak_parties(content: Content) -> Iterator[Finding]:
    if not content.corporation.mandate:
        yield Finding("agreement.mandate", 1, "section-1")
    for tenant in content.tenants:
        if tenant.checked_on is None:
            yield Finding("agreement.register_never", 1, "section-1", {"name": tenant.name})
        elif (content.dated_on - tenant.checked_on).days > REGISTER_DAYS:
            yield Finding("agreement.register_old", 1, "section-1", {"name": tenant.name, "days": REGISTER_DAYS})
    if content.home.lease_on is None:
        yield Finding("agreement.lease_date", 2, "section-2")


def _course(content: Content, earlier: Earlier) -> Iterator[Finding]:
    if earlier.waits_signed:
        yield Finding("agreement.changed_after_signing", 16, "section-16", {"number": earlier.number})
    if any(one.on >= earlier.made_on for one in content.occasion.earlier_help):
        return
    for goal, day in earlier.help:
        if day is not None and day < content.dated_on:
            yield Finding("agreement.help_late", 7, "section-7", {"goal": goal[:120], "day": date_words(day)})


def _weak_term(content: Content) -> Iterator[Finding]:
    if content.months > USUAL_MONTHS:
        yield Finding("agreement.long", 5, "section-5")


def _unheard(content: Content) -> Iterator[Finding]:
    heard = {response.tenant for response in content.responses if response.text or response.declined}
    for tenant in content.tenants:
        if heard and tenant.key not in heard:
            yield Finding("agreement.response_of", 4, "section-4", {"name": tenant.name})


def _weak_clauses(content: Content) -> Iterator[Finding]:
    uses = []
    last = rules.add_months(content.dated_on, max(content.months, 1)) + dt.timedelta(days=content.reflection_days)
    for clause in content.clauses:
        anchor = f"clause-{clause.number}"
        named: dict[str, str | int] = {"number": clause.number, "title": clause.title}
        for vague in vague_words(clause.text):
            yield Finding("agreement.vague", 6, anchor, named | {"word": vague.word})
        if not clause.incidents and content.occasion.incidents:
            yield Finding("agreement.no_incident", 6, anchor, named)
        if not reading(clause.plain).easy:
            yield Finding("agreement.hard_to_read", 6, anchor, named)
        if clause.deviation:
            yield Finding("agreement.deviation", 6, anchor, named)
        if any(day > last for day in _days(clause)):
            yield Finding("agreement.clause_late", 6, anchor, named)
        uses.append(_use(content, clause))
    for two in disagreements(uses):
        told: dict[str, str | int] = {"first": two.first, "second": two.second}
        yield Finding(f"agreement.clash.{two.about.value}", 6, f"clause-{two.second}", told)
    seen: dict[tuple[str, frozenset[str]], int] = {}
    for clause in content.clauses:
        for one in content.addressed(clause):
            same = seen.setdefault((clause.text, frozenset({one.key})), clause.number)
            if same != clause.number:
                yield Finding(
                    "agreement.clause_twice", 6, f"clause-{clause.number}", {"first": same, "second": clause.number}
                )


def _use(content: Content, clause: ClauseItem) -> Use:
    said = dict(clause.meanings)
    if clause.quiet_hours:
        said |= {Meaning.QUIET_FROM.value: clause.quiet_hours[0], Meaning.QUIET_UNTIL.value: clause.quiet_hours[1]}
    return Use(clause.number, frozenset(one.key for one in content.addressed(clause)), tuple(said.items()))


def _weak_help(content: Content) -> Iterator[Finding]:
    if not content.help:
        yield Finding("agreement.no_help", 7, "section-7")
    if not content.occasion.earlier_help and not content.help:
        yield Finding("agreement.no_help_before", 3, "section-3")
    if content.reflection_days < 7:
        yield Finding("agreement.short_reflection", 14, "section-14", {"days": content.reflection_days})


def _weak_understanding(content: Content) -> Iterator[Finding]:
    for tenant in content.tenants:
        if tenant.language != "nl" and content.understanding.interpreter is None:
            yield Finding("agreement.interpreter", 15, "section-15", {"name": tenant.name})
        if tenant.reads_hard and not content.understanding.read_aloud:
            yield Finding("agreement.read_aloud", 15, "section-15", {"name": tenant.name})
