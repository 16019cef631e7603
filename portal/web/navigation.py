"""The main menu by role: pages register themselves, the layout shows what the reader may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_babel import LazyString

from portal.web.auth import current_actor
from portal.web.guards import access_of


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the menu."""

    order: int
    label: LazyString
    endpoint: str
    roles: frozenset[str] | None = None


def add(app: Flask, order: int, label: LazyString, endpoint: str, *roles: str) -> None:
    """Put a page in the menu; by default for the roles its view declares."""
    app.extensions.setdefault("navigation", []).append(Item(order, label, endpoint, frozenset(roles) or None))


def entries() -> list[tuple[str, str, bool]]:
    """Return (label, address, current) of what the reader may open."""
    from flask import current_app

    actor = current_actor()
    shown: list[tuple[str, str]] = []
    for item in sorted(current_app.extensions.get("navigation", []), key=lambda i: i.order):
        rule = access_of(item.endpoint)
        roles = item.roles or (rule.roles if rule else frozenset())
        if actor.kind == "user" and actor.has(*roles):
            shown.append((str(item.label), url_for(item.endpoint)))
    here = max((address for _, address in shown if _holds(address, request.path)), key=len, default=None)
    return [(label, address, address == here) for label, address in shown]


def _holds(address: str, path: str) -> bool:
    return path == address or (address != "/" and path.startswith(address.rstrip("/") + "/"))


def init_app(app: Flask) -> None:
    @app.context_processor
    def navigation() -> dict[str, Any]:
        return {"navigation": entries()}
