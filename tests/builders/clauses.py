"""Builders of the clause library."""

from __future__ import annotations

from typing import Any

from portal.clauses import services
from portal.clauses.body import ClauseBody
from portal.clauses.shipped import shipped
from portal.core.uow import UnitOfWork
from tests.builders.accounts import make_actor


def make_library(uow: UnitOfWork) -> services.Loaded:
    """Load the shipped clauses."""
    return services.load_shipped(uow)


def body_like(code: str, **changes: Any) -> ClauseBody:
    """Return a shipped body with some fields changed."""
    whole = next(body for body in shipped() if body.code == code).model_dump(mode="json", by_alias=True)
    return ClauseBody.model_validate(whole | changes)


def release_like(uow: UnitOfWork, code: str, **changes: Any) -> None:
    """Bring a changed clause into the library the way staff do: two people, one of whom writes."""
    system = uow.actor
    author, other = make_actor(uow, "legal"), make_actor(uow, "bureau_admin")
    uow.actor = author
    services.begin(uow, code)
    services.change(uow, code, None, changes)
    uow.actor = other
    services.review(uow, code)
    services.release(uow, code)
    uow.actor = system
