"""Our case list and our administration's list, beside the floor and stock Flask-Admin, on the same rows."""

from __future__ import annotations

import base64
import json
import sqlite3
import uuid
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench import floor, stock
from bench.measuring import Goal, Probe, measure, request_to, told
from bench.rows import Filled, fill
from portal.core.db import db

PAGES = ("first", "middle", "filter", "sort")
GOAL_RATIO, GOAL_GROWTH, GOAL_STATEMENTS, GOAL_KB = 5.0, 1.3, 5, 33.0


def _middle(filled: Filled) -> tuple[str, str]:
    with sqlite3.connect(filled.path) as connection:
        due, row_id = connection.execute(
            'SELECT next_due, id FROM "case" ORDER BY next_due, id LIMIT 1 OFFSET ?', [filled.size // 2]
        ).fetchone()
    return str(due), str(uuid.UUID(row_id))


def _token(due: str, row_id: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(["n", due, row_id]).encode()).decode().rstrip("=")


def probes_of(filled: Filled) -> list[Probe]:
    """Make the probes of one database: four pages of four lists."""
    bare, plain, ours = floor.make_app(filled.path), stock.make_app(filled.path), filled.app.wsgi_app
    due, row_id = _middle(filled)
    token = _token(due, row_id)
    paths: dict[str, tuple[Any, str, dict[str, str]]] = {
        "floor": (bare, "", {
            "first": "/", "middle": f"/?after={due}~{row_id}", "sort": "/?opened=1",
            "filter": "/?state=running",
        }),
        "stock Flask-Admin": (plain, "", {
            "first": "/stock/cases/", "middle": f"/stock/cases/?page={filled.size // 100}",
            "filter": "/stock/cases/?flt0_0=running", "sort": "/stock/cases/?sort=8",
        }),
        "our administration": (ours, filled.cookie, {
            "first": "/beheer/dossiers/", "middle": f"/beheer/dossiers/?after={token}",
            "filter": "/beheer/dossiers/?stand=running",
            "sort": "/beheer/dossiers/?sort=opened_on&way=asc",
        }),
        "our case list": (ours, filled.cookie, {
            "first": "/zaken?kijk=alles", "middle": f"/zaken?kijk=alles&after={token}",
            "filter": "/zaken?kijk=alles&staat=running",
            "sort": "/zaken?kijk=alles&volgorde=nieuw",
        }),
    }  # fmt: skip
    made = [
        Probe(name, page, filled.size, request_to(app, path, cookie))
        for name, (app, cookie, pages) in paths.items()
        for page, path in pages.items()
    ]
    for probe in made:
        if probe.name.startswith("our"):
            probe.statements = _statements_of(filled, probe)
    return made


def _statements_of(filled: Filled, probe: Probe) -> int:
    """Count the statements of one warm request, sign-in included."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    with filled.app.app_context():
        engine = db.engine
    probe.call()
    sa.event.listen(engine, "before_cursor_execute", note)
    probe.call()
    sa.event.remove(engine, "before_cursor_execute", note)
    return sum(not statement.startswith(("BEGIN", "PRAGMA")) for statement in sent)


def run(folder: Path, sizes: list[int], rounds: int, repeat: int) -> dict[str, Any]:
    """Measure every list at every size; print and return medians, ratios to the floor, and growth."""
    probes = [probe for size in sizes for probe in probes_of(fill(folder, size))]
    measure(probes, rounds, repeat)
    found = {(probe.name, probe.page, probe.size): probe for probe in probes}
    names = list(dict.fromkeys(probe.name for probe in probes))
    small, large = sizes[0], sizes[-1]
    results: list[dict[str, Any]] = []
    print(f"\nCPU per page; x = times the floor at the same size; growth = {large:,} beside {small:,} cases\n")
    heads = "".join(f"{size:>12,}{'x':>7}" for size in sizes)
    print(f"{'':22}{'page':8}{heads}{'growth':>8}{'kB':>7}{'SQL':>5}")
    for name in names:
        for page in PAGES:
            big = found[name, page, large]
            row: dict[str, Any] = {
                "list": name, "page": page, "kB": round(big.bytes / 1000, 1), "statements": big.statements,
                "growth": round(big.times(found[name, page, small]), 2),
            }  # fmt: skip
            line = f"{name:22}{page:8}"
            for size in sizes:
                one = found[name, page, size]
                row[f"ms_{size}"] = round(one.median * 1000, 2)
                row[f"ratio_{size}"] = round(one.times(found["floor", page, size]), 2)
                line += f"{row[f'ms_{size}']:>9.2f} ms{row[f'ratio_{size}']:>7.1f}"
            print(line + f"{row['growth']:>8.2f}{row['kB']:>7.1f}{row['statements'] or '':>5}")
            results.append(row)
    ours = [row for row in results if row["list"].startswith("our")]
    goals = [
        Goal(f"times the floor, {name}", GOAL_RATIO, max(row[f"ratio_{size}"] for row in ours if row["list"] == name for size in sizes))
        for name in names if name.startswith("our")
    ]  # fmt: skip
    goals += [
        Goal("growth", GOAL_GROWTH, max(row["growth"] for row in ours)),
        Goal("statements, sign-in included", GOAL_STATEMENTS, max(row["statements"] for row in ours)),
        Goal("kB of a page of 50 rows", GOAL_KB, max(row["kB"] for row in ours)),
    ]
    return {"sizes": sizes, "rounds": rounds, "rows": results, "goals": told(goals)}
