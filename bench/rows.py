"""Fill a database with cases: corporations, experts, dwellings, cases, and somebody who signs in."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from portal.accounts import passwords
from portal.accounts.models import Membership, Organisation, User
from portal.accounts.rules import OrganisationKind, Role
from portal.cases.models import Case
from portal.cases.rules import CaseState, Turn
from portal.core import clock
from portal.core.db import Base, db
from portal.core.policy import SYSTEM, acting
from portal.core.search import fold
from portal.parties.models import Dwelling
from portal.settings import Settings

EMAIL, PASSWORD = "meting@voorbeeld.nl", "zeven groene fietsen"
STREETS = ("Lijsterbeslaan", "Kerkstraat", "Havenweg", "Berkenlaan", "Plein 1940", "Dorpsstraat", "Molenpad", "Zuidwal")
NAMES = ("de Vries", "Jansen", "van den Berg", "Bakker", "Aydın", "Łukasik", "el Amrani", "Visser", "Smit", "Meijer")
CHUNK = 5000


@dataclass(frozen=True)
class Filled:
    """One filled database with our application on it."""

    size: int
    path: Path
    app: Flask
    cookie: str
    corporation_id: uuid.UUID


def settings_for(folder: Path, size: int) -> Settings:
    path = folder / f"cases-{size}.sqlite3"
    return Settings(var=folder, database_url=f"sqlite:///{path}", seed=False, embedded_worker=False)


def fill(folder: Path, size: int) -> Filled:
    """Make a database of *size* cases and sign in to the portal on it."""
    from portal.app import create_app

    settings = settings_for(folder, size)
    app = create_app(settings)
    path = folder / f"cases-{size}.sqlite3"
    with app.app_context(), acting(db.session, SYSTEM):
        Base.metadata.create_all(db.engine)
        corporation_id = _insert(size)
    return Filled(size, path, app, sign_in(app), corporation_id)


def _insert(size: int) -> uuid.UUID:
    rng = random.Random(7)  # the same rows every time
    session, now = db.session, clock.now()
    bureau = {"id": uuid.uuid4(), "kind": OrganisationKind.BUREAU, "name": "Bureau Meting"}
    corporations = [
        {"id": uuid.uuid4(), "kind": OrganisationKind.CORPORATION, "name": f"Woningstichting {n:03}"} for n in range(300)
    ]
    users = [{"id": uuid.uuid4(), "email": f"expert{n}@voorbeeld.nl", "name": f"Expert {n:03}"} for n in range(100)]
    own = {"id": uuid.uuid4(), "email": EMAIL, "name": "M. Meting", "password": passwords.prepare(PASSWORD).hash}
    members: list[dict[str, Any]] = [{"user_id": u["id"], "organisation_id": bureau["id"], "role": Role.EXPERT} for u in users]
    members.append({"user_id": own["id"], "organisation_id": bureau["id"], "role": Role.BUREAU_ADMIN})
    _put(Organisation, [{**row, "created_at": now, "version": 1} for row in [bureau, *corporations]])
    _put(User, [{"fs_uniquifier": uuid.uuid4().hex, "mf_recovery_codes": [], "created_at": now, "version": 1,
                 "password": None, **row} for row in [*users, own]])  # fmt: skip
    _put(Membership, [{"id": uuid.uuid4(), "created_at": now, **row} for row in members])
    states, turns, day = list(CaseState), list(Turn), dt.date(2026, 1, 1)
    for begin in range(0, size, CHUNK):
        dwellings, cases = [], []
        for number in range(begin, min(begin + CHUNK, size)):
            owner = rng.choice(corporations)["id"]
            street, house, name = rng.choice(STREETS), rng.randrange(1, 400), rng.choice(NAMES)
            dwelling_id, address = uuid.uuid4(), f"{street} {house}"
            dwellings.append({
                "id": dwelling_id, "owner_id": owner, "street": street, "number": house, "postcode": "9751ZB",
                "town": "Veenrade", "key": f"{number}", "letter": "", "addition": "", "sort_key": fold(address),
                "search_key": fold(address), "created_at": now, "version": 1,
            })  # fmt: skip
            cases.append({
                "id": uuid.uuid4(), "reference": f"D-2026-{number:07}", "corporation_id": owner,
                "dwelling_id": dwelling_id, "opened_on": day + dt.timedelta(rng.randrange(300)), "since": day,
                "reason": "Geluid in de nacht.", "state": rng.choice(states), "expert_id": rng.choice(users)["id"],
                "next_actor": rng.choice(turns), "next_code": "case.take_up",
                "next_due": day + dt.timedelta(rng.randrange(700)), "address": address, "tenant_name": f"{name}, A.",
                "tenant_sort": fold(name), "search_key": fold(f"D-2026-{number:07} {name} {address}"),
                "created_at": now, "version": 1,
            })  # fmt: skip
        _put(Dwelling, dwellings)
        _put(Case, cases)
    session.commit()  # rows to measure with, made outside any product path
    session.execute(sa.text("ANALYZE"))
    session.commit()
    found = corporations[0]["id"]
    assert isinstance(found, uuid.UUID)
    return found


def _put(model: type[Base], rows: list[dict[str, Any]]) -> None:
    for begin in range(0, len(rows), CHUNK):
        db.session.execute(sa.insert(model), rows[begin : begin + CHUNK])


def sign_in(app: Flask) -> str:
    """Sign in with the password and return the browser's cookie."""
    client = app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    answer = client.post("/inloggen", data={"email": EMAIL, "password": PASSWORD})
    app.config["WTF_CSRF_ENABLED"] = True
    page = client.get("/zaken")  # a browser's cookie holds its forgery token from the first page on
    cookie = client.get_cookie("driehoek")
    if cookie is None or page.status_code != 200:
        raise SystemExit(f"signing in to measure failed: {answer.status_code}")
    return f"driehoek={cookie.value}"
