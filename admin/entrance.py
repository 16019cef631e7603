"""Who comes in, how a method becomes a page, and what an act on a row is."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import LazyString

from portal.core.uow import UnitOfWork
from portal.web.auth import current_actor

F = TypeVar("F", bound=Callable[..., Any])

ENTER = ("bureau_admin", "bureau_staff", "legal", "auditor", "corporation_staff")
"""Who may open the administration at all; which screens, the policy table says."""


def exposed(url: str, *methods: str) -> Callable[[F], F]:
    """Put a method of a view at *url*, for GET unless said otherwise."""
    mark: Callable[[F], F] = expose(url, methods=methods or ("GET",))
    return mark


def refuse() -> ResponseReturnValue:
    """Send whoever is not signed in to the sign-in page, and answer 403 to the rest."""
    if current_actor().kind == "user":
        abort(403)
    return redirect(f"/inloggen?next={request.path}", 303)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A button on the page of a row: `run` is one service call. `shown` tells whether it makes sense for the row.

    With `asks`, the question above a field for the reason, `run` gets that reason too.
    """

    label: LazyString
    run: Callable[..., object]
    action: str
    done: LazyString
    confirm: LazyString | None = None
    asks: LazyString | None = None
    shown: Callable[[Any], bool] = lambda row: True
    danger: bool = False

    def do(self, uow: UnitOfWork, row_id: uuid.UUID, reason: str) -> None:
        """Run the act on one row."""
        if self.asks is None:
            self.run(uow, row_id)
        else:
            self.run(uow, row_id, reason)
