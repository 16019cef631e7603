"""Expectations of who reads what: every row of the case that somebody may see, with what is sealed in it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import Session

from portal.core import crypto
from portal.core.db import Base, CaseBound, Compartment, SealedBytes
from portal.core.policy import Actor, scoped
from portal.stories.expectations.base import Check
from portal.stories.people import Key

if TYPE_CHECKING:
    from portal.stories.scene import Scene


class Reads(Check):
    """Which compartments of the case a user reads, and which words stand in them or not."""

    check: Literal["reads"]
    who: Key
    compartments: list[Compartment] | None = Field(None, description="exactly these have rows that `who` may see")
    present: list[str] = Field(default_factory=list, description="words that `who` can read somewhere in the case")
    absent: list[str] = Field(default_factory=list, description="words that `who` can read nowhere in the case")

    def differences(self, scene: Scene) -> list[str]:
        actor = scene.actor(self.who)
        with scene.read(actor) as session:
            scene.log_care_read(session, actor, "expectation")
            rows = list(rows_of_case(session, actor, scene.case_id))
            seen = {compartment for compartment, _ in rows}
            words = "\n".join(texts for _, texts in rows)
        wrong = []
        if self.compartments is not None and seen != set(self.compartments):
            found = ", ".join(sorted(part.value for part in seen)) or "none"
            wrong.append(f"{self.who} reads compartments {found}")
        wrong += [f"{self.who} cannot read {text!r}" for text in self.present if text not in words]
        wrong += [f"{self.who} can read {text!r}" for text in self.absent if text in words]
        return wrong


def rows_of_case(session: Session, actor: Actor, case_id: uuid.UUID) -> Iterator[tuple[Compartment, str]]:
    """Give every row of the case that *actor* may see: its compartment and all its words. The reading of care was logged before."""
    for model in case_models():
        for row in session.scalars(scoped(model, actor).where(model.case_id == case_id)):  # type: ignore[attr-defined]
            compartment = getattr(row, "compartment", None) or row.COMPARTMENT  # type: ignore[attr-defined]
            yield compartment, _words(session, row)


def case_models() -> list[type[Base]]:
    """Return every table whose rows belong to a case."""
    classes: list[type[Base]] = [mapper.class_ for mapper in Base.registry.mappers]
    return [model for model in classes if issubclass(model, CaseBound)]


def _words(session: Session, row: Base) -> str:
    parts: list[str] = []
    for column in sa.inspect(type(row)).columns:
        value: Any = getattr(row, column.key)
        if value is None:
            continue
        if isinstance(column.type, SealedBytes):
            parts.append(crypto.reveal(session, row, column.key.removesuffix("_sealed")))
        elif isinstance(value, str):
            parts.append(value)
        elif isinstance(value, dict | list):
            parts.append(json.dumps(value, ensure_ascii=False))
    return "\n".join(parts)
