"""Builders of the clause library."""

from __future__ import annotations

from typing import Any

from portal.clauses import services
from portal.clauses.body import ClauseBody
from portal.clauses.shipped import shipped
from portal.core.uow import UnitOfWork


def make_library(uow: UnitOfWork) -> None:
    """Load the shipped clauses."""
    services.load_shipped(uow)


def body_like(code: str, **changes: Any) -> ClauseBody:
    """Return a shipped body with some fields changed."""
    whole = next(body for body in shipped() if body.code == code).model_dump(mode="json", by_alias=True)
    return ClauseBody.model_validate(whole | changes)
