"""Send forms and sign letters while the portal is killed at random, then count what is left.

`python -m tests.crash 200` does it with two hundred of each; the suite runs a few.
"""

from __future__ import annotations

import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from tests.crash.client import Browser
from tests.live import Live

CLIENTS = 4
TO_DO = "due < datetime('now', '+1 hour') AND name <> 'sealing.watch'"
"""The watch over seals is always due again."""


@dataclass
class Outcome:
    """What the clients were told and what the database holds."""

    kills: int = 0
    retries: int = 0
    faults: list[str] = field(default_factory=list)


def run(folder: Path, count: int, sealed: int, *, seed: int = 1) -> Outcome:
    """Do *count* submissions and *count* signings under kills, *sealed* of which complete an agreement."""
    live, chance, outcome = Live(folder), random.Random(seed), Outcome()
    live.command("migrate")
    setting = json.loads(live.python("-m", "tests.crash.setting", str(count), str(sealed)).splitlines()[-1])
    live.start()
    over = threading.Event()

    def kill() -> None:
        while not over.wait(chance.uniform(0.05, 1.5)):
            live.kill()
            outcome.kills += 1
            live.start()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        expert = sign_in(live.url, setting["email"], setting["password"])
        work = [lambda letter=letter: sign(live.url, letter) for letter in setting["letters"]]
        work += [lambda form=form: send(live.url, expert, form) for form in setting["forms"]]
        chance.shuffle(work)
        with ThreadPoolExecutor(CLIENTS) as clients:
            for retries in clients.map(lambda act: act(), work):
                outcome.retries += retries
    finally:
        over.set()
        killer.join()
    _finish(live)
    live.kill()
    outcome.faults = faults(folder, setting, sealed) + _chain(live)
    return outcome


def sign_in(url: str, email: str, password: str) -> dict[str, str]:
    """Sign in and return the cookies."""
    browser = Browser(url)
    page = browser.get("/inloggen")
    browser.post("/inloggen", browser.fill(page, "/inloggen", email=email, password=password))
    return browser.cookies


def sign(url: str, letter: dict[str, str]) -> int:
    """Sign a letter by typing a name."""
    browser = Browser(url, {"brief": letter["secret"]})
    page = browser.get("/t/tekenen")
    status = browser.post("/t/tekenen", browser.fill(page, "/tekenen", name="J. van 't Zandt", strokes=""))
    assert status in {302, 303}, f"signing was answered {status}"
    return browser.retries


def send(url: str, cookies: dict[str, str], form: str) -> int:
    """Send a form that is filled in."""
    browser = Browser(url, cookies)
    page = browser.get(f"/formulieren/{form}/nakijken")
    status = browser.post(f"/formulieren/{form}/versturen", browser.fill(page, "/versturen"))
    assert status in {302, 303}, f"sending was answered {status}"
    return browser.retries


def _finish(live: Live, patience: float = 600.0) -> None:
    """Let the worker do what is left."""
    engine = sa.create_engine(f"sqlite:///{live.folder / 'driehoek.sqlite3'}")
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with engine.connect() as connection:
            left = connection.exec_driver_sql(
                f"SELECT count(*) FROM job WHERE state IN ('waiting', 'running') AND {TO_DO}"
            ).scalar_one()
        if not left:
            break
        time.sleep(0.5)
    engine.dispose()


def faults(folder: Path, setting: dict[str, list[object]], sealed: int) -> list[str]:
    """Return what was lost, doubled or half done; empty when nothing was."""
    count = len(setting["forms"])
    expected = {
        "forms sent": ("SELECT count(*) FROM submission WHERE state = 'submitted'", count),
        "sendings in the log": ("SELECT count(*) FROM audit WHERE name = 'submission.submitted'", count),
        "forms sent twice": (
            "SELECT count(*) FROM (SELECT body FROM audit WHERE name = 'submission.submitted' "
            "GROUP BY json_extract(body, '$.data.submission_id') HAVING count(*) > 1)", 0,
        ),
        "forms sent without answers": (
            "SELECT count(*) FROM submission s WHERE s.state = 'submitted' AND NOT EXISTS "
            "(SELECT 1 FROM submission_answers a WHERE a.submission_id = s.id)", 0,
        ),
        "letters signed by their reader": (
            "SELECT count(*) FROM signatory WHERE state = 'signed' AND channel <> 'portal'", count,
        ),
        "signatures of readers": (
            "SELECT count(*) FROM signature JOIN signatory ON signatory.id = signature.signatory_id "
            "WHERE signatory.channel <> 'portal'", count,
        ),
        "agreements signed by all": ("SELECT count(*) FROM audit WHERE name = 'agreement.signed'", sealed),
        "sealed files": ("SELECT count(*) FROM sealed_file", sealed),
        "jobs given up": ("SELECT count(*) FROM job WHERE state = 'dead'", 0),
        "jobs not done": (f"SELECT count(*) FROM job WHERE state <> 'done' AND {TO_DO}", 0),
        "messages under one key twice": ("SELECT count(*) FROM (SELECT key FROM message GROUP BY key HAVING count(*) > 1)", 0),
    }  # fmt: skip
    engine = sa.create_engine(f"sqlite:///{folder / 'driehoek.sqlite3'}")
    with engine.connect() as connection:
        found = {what: connection.exec_driver_sql(query).scalar_one() for what, (query, _) in expected.items()}
        integrity = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    engine.dispose()
    wrong = [f"{what}: {found[what]}, expected {want}" for what, (_, want) in expected.items() if found[what] != want]
    parts = [str(path) for path in (folder / "files").rglob("*.part")]
    return wrong + ([] if integrity == "ok" else [integrity]) + ([f"half files: {parts}"] if len(parts) > 20 else [])


def _chain(live: Live) -> list[str]:
    report = json.loads(live.command("verify-audit", "--json").splitlines()[-1])
    return [] if report["intact"] else [f"audit chain: {report}"]
