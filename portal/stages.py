"""The rooms of the house in the order of the flow: what each adds to the application."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

from flask import Blueprint

STAGES = (
    "accounts", "parties", "definitions", "cases", "submissions", "clauses", "agreements", "signatures", "sealing",
    "guidance", "dossiers", "desk",
)  # fmt: skip


def packages() -> list[str]:
    """Return the packages of the stages."""
    return [name for name in (f"portal.{stage}" for stage in STAGES) if importlib.util.find_spec(name)]


def modules(slot: str) -> list[ModuleType]:
    """Import the module *slot* of every stage that has one."""
    names = [f"{package}.{slot}" for package in packages()]
    return [importlib.import_module(name) for name in names if importlib.util.find_spec(name)]


def load_models() -> None:
    """Import every table, so that the metadata is complete."""
    importlib.import_module("portal.core.outbox")
    importlib.import_module("portal.core.blobs")
    if importlib.util.find_spec("portal.web.limits"):
        importlib.import_module("portal.web.limits")
    modules("models")
    for scope in modules("scope"):
        if hasattr(scope, "register"):
            scope.register()  # again: rows of rooms that came after it must be confined as well


def load_jobs() -> None:
    """Import every job handler and what follows from what."""
    load_models()
    modules("jobs")
    importlib.import_module("portal.reactions")


def blueprints() -> list[Blueprint]:
    """Return the blueprints of the stages: every `bp` or `…_bp` in their views."""
    found = []
    for module in modules("views"):
        found += [v for k, v in vars(module).items() if isinstance(v, Blueprint) and (k == "bp" or k.endswith("_bp"))]
    return found
