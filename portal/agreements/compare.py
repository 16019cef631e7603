"""What changed between two versions of an agreement, as facts that can be said in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.agreements.content import ClauseItem, Content, Section


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what kind, where, and the text before and after."""

    code: str
    section: int
    params: dict[str, str | int] = field(default_factory=dict)
    before: str = ""
    after: str = ""


def differences(old: Content, new: Content) -> list[Change]:
    """List what is different in *new*, clauses first matched by code and whom they bind, then section by section."""
    return [*_clauses(old, new), *_signers(old, new), *_sections(old, new)]


def _clauses(old: Content, new: Content) -> list[Change]:
    before, after = _matched(old), _matched(new)
    changes: list[Change] = []
    for key, clause in after.items():
        previous = before.get(key)
        named: dict[str, str | int] = {"number": clause.number, "code": clause.code, "title": clause.title}
        if previous is None:
            changes.append(Change("change.clause_added", 6, named, after=clause.text))
            continue
        if previous.text != clause.text:
            changes.append(Change("change.clause_text", 6, named, previous.text, clause.text))
        if previous.plain != clause.plain and previous.text == clause.text:
            changes.append(Change("change.clause_plain", 6, named, previous.plain, clause.plain))
        if _names(old, previous) != _names(new, clause):
            changes.append(Change("change.clause_for", 6, named, _names(old, previous), _names(new, clause)))
        if previous.consequence != clause.consequence:
            changes.append(Change("change.clause_consequence", 6, named, previous.consequence, clause.consequence))
    for key, clause in before.items():
        if key not in after:
            gone: dict[str, str | int] = {"number": clause.number, "code": clause.code, "title": clause.title}
            changes.append(Change("change.clause_removed", 6, gone, before=clause.text))
    kept_old = [key for key in before if key in after]
    kept_new = [key for key in after if key in before]
    if kept_old != kept_new:
        changes.append(Change("change.clause_order", 6))
    return changes


def _matched(content: Content) -> dict[tuple[str, int], ClauseItem]:
    """Give each clause a key that survives renumbering: its code, and the how-many-eth of that code."""
    found: dict[tuple[str, int], ClauseItem] = {}
    counts: dict[str, int] = {}
    for clause in content.clauses:
        counts[clause.code] = counts.get(clause.code, 0) + 1
        found[clause.code, counts[clause.code]] = clause
    return found


def _names(content: Content, clause: ClauseItem) -> str:
    return ", ".join(sorted(one.name for one in content.addressed(clause)))


def _signers(old: Content, new: Content) -> list[Change]:
    before = {(one.role, one.name) for one in old.signatories}
    after = {(one.role, one.name) for one in new.signatories}
    added = [Change("change.signer_added", 16, {"name": name}) for role, name in sorted(after - before)]
    removed = [Change("change.signer_removed", 16, {"name": name}) for role, name in sorted(before - after)]
    return added + removed


def _sections(old: Content, new: Content) -> list[Change]:
    """Sections whose words differ; the head always does (version, date), clauses and signers are told above."""
    before = {section.number: section for section in old.sections}
    gone_ones = set(before) - {section.number for section in new.sections}
    changes = [
        Change("change.section", one, {"title": before[one].title}, "\n".join(_lines(before[one])))
        for one in sorted(gone_ones)
    ]
    for section in new.sections:
        if section.number in (0, 6, 16):
            continue
        said_before, said_now = _lines(before.get(section.number)), _lines(section)
        gone = [line for line in said_before if line not in said_now]
        added = [line for line in said_now if line not in said_before]
        if gone or added:
            changes.append(
                Change(
                    "change.section",
                    section.number,
                    {"title": section.title},
                    "\n".join(gone),
                    "\n".join(added),
                )
            )
    return changes


def _lines(section: Section | None) -> list[str]:
    if section is None:
        return []
    lines: list[str] = []
    for block in section.blocks:
        if block.text:
            lines.append(block.text)
        lines += block.lines
        lines += [" · ".join(row) for row in block.rows]
    return lines
