"""The main menu by role: pages register themselves, the layout shows what the reader may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import LazyString

from portal.core.policy import Actor
from portal.web.auth import current_actor
from portal.web.guards import access_of
from portal.web.locale import current_language


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
    actor = current_actor()
    if actor.kind != "user":
        return []
    kept: dict[tuple[frozenset[str], str], list[tuple[str, str]]]
    kept = current_app.extensions.setdefault("navigation_kept", {})
    key = (actor.roles, current_language())
    if key not in kept:
        kept[key] = _open_to(actor)
    shown = kept[key]
    here = max((address for _, address in shown if _holds(address, request.path)), key=len, default=None)
    return [(label, address, address == here) for label, address in shown]


def address_of(endpoint: str) -> str:
    """Return the address of a page, made once: for what stands on every page."""
    kept: dict[tuple[str, str], str] = current_app.extensions.setdefault("addresses_kept", {})
    key = (request.script_root, endpoint)
    if key not in kept:
        kept[key] = url_for(endpoint)
    return kept[key]


def _open_to(actor: Actor) -> list[tuple[str, str]]:
    found = []
    for item in sorted(current_app.extensions.get("navigation", []), key=lambda i: i.order):
        rule = access_of(item.endpoint)
        if actor.has(*(item.roles or (rule.roles if rule else frozenset()))):
            found.append((str(item.label), url_for(item.endpoint)))
    return found


def _holds(address: str, path: str) -> bool:
    return path == address or (address != "/" and f"{path}/".startswith(address.rstrip("/") + "/"))


def init_app(app: Flask) -> None:
    @app.context_processor
    def navigation() -> dict[str, Any]:
        return {"navigation": entries()}
