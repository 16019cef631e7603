"""What a signatory read and answered per clause, gathered for people who help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.core.policy import Actor
from portal.signatures.models import ClauseReading, Signatory
from portal.signatures.queries import rows
from portal.signatures.queries.letters import letter
from portal.signatures.rules.reading import Answer, Item


@dataclass(frozen=True, slots=True)
class PageRead:
    """One clause: the answer that counts, the question about its text, and how long its page was open in all."""

    number: str
    title: str
    answer: Answer | None
    asked_back: bool
    right: bool | None
    chosen: str
    wrong_before: int
    seconds: int | None
    times: int


def pages_read(session: Session, actor: Actor, row: Signatory) -> list[PageRead]:
    """Return every clause that *row* is asked about, in order, read or not."""
    found = rows.readings(session, row.id)
    return [
        _page(item, [one for one in found if one.clause_number == item.number])
        for item in letter(session, actor, row).entries
    ]


def _page(item: Item, given: Sequence[ClauseReading]) -> PageRead:
    told = [one for one in given if one.teach_back_right is not None]
    last, back = (told[-1] if told else None), item.teach_back
    chosen = back.choices[last.teach_back] if back and last and last.teach_back is not None else ""
    measured = [one.seconds for one in given if one.seconds is not None]
    return PageRead(
        item.number, item.title, given[-1].answer if given else None, back is not None,
        last.teach_back_right if last else None, chosen, sum(one.teach_back_right is False for one in told[:-1]),
        sum(measured) if measured else None, len(given),
    )  # fmt: skip
