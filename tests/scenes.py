"""Scenes: what many tests find in the database before they begin, made once in a run and copied after that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

from portal.core.uow import UnitOfWork
from tests.builders.accounts import apart
from tests.databases import Database

Made = TypeVar("Made")


class Scenes:
    """Sets a scene in place of what the database holds: `scene(make)` returns what *make* returned when it was made.

    *make* starts from an empty database and returns plain values, no rows. A test sets its scene before anything else.
    """

    def __init__(self, app: Flask, database: Database) -> None:
        self._app, self._database = app, database
        self._made: dict[Callable[[UnitOfWork], Any], Any] = {}

    def __call__(self, make: Callable[[UnitOfWork], Made]) -> Made:
        if make in self._made:
            self._database.reset(self._name(make))
        else:
            self._database.reset()
            with apart(self._app) as uow:
                self._made[make] = make(uow)
            self._database.keep(self._name(make))
        kept: Made = self._made[make]
        return kept

    def _name(self, make: Callable[[UnitOfWork], Any]) -> str:
        return f"scene_{list(self._made).index(make)}"
