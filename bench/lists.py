"""Our case list and our administration's list, beside the floor and stock Flask-Admin, on the same rows."""

from __future__ import annotations

import base64
import json
import sqlite3
import uuid
from pathlib import Path
from typing import Any

from bench import floor, stock
from bench.measuring import Probe, measure, request_to
from bench.rows import Filled, fill

PAGES = ("first", "middle", "filter", "sort")
GOAL_RATIO, GOAL_GROWTH = 5.0, 1.3


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
    return [
        Probe(name, page, filled.size, request_to(app, path, cookie))
        for name, (app, cookie, pages) in paths.items()
        for page, path in pages.items()
    ]


def run(folder: Path, sizes: list[int], rounds: int, repeat: int) -> dict[str, Any]:
    """Measure every list at every size; print and return medians, ratios to the floor, and growth."""
    probes = [probe for size in sizes for probe in probes_of(fill(folder, size))]
    measure(probes, rounds, repeat)
    found = {(probe.name, probe.page, probe.size): probe for probe in probes}
    names = list(dict.fromkeys(probe.name for probe in probes))
    small, large = sizes[0], sizes[-1]
    results: list[dict[str, Any]] = []
    print(f"\nCPU per page; x = times the floor at the same size; growth = {large:,} beside {small:,} cases\n")
    print(f"{'':22}{'page':8}" + "".join(f"{size:>12,}{'x':>7}" for size in sizes) + f"{'growth':>8}{'kB':>7}")
    for name in names:
        for page in PAGES:
            row: dict[str, Any] = {"list": name, "page": page, "kB": round(found[name, page, large].bytes / 1000, 1)}
            line = f"{name:22}{page:8}"
            for size in sizes:
                one, base = found[name, page, size].median, found["floor", page, size].median
                row[f"ms_{size}"], row[f"ratio_{size}"] = round(one * 1000, 2), round(one / base, 2)
                line += f"{one * 1000:>9.2f} ms{one / base:>7.1f}"
            row["growth"] = round(found[name, page, large].median / found[name, page, small].median, 2)
            print(line + f"{row['growth']:>8.2f}{row['kB']:>7.1f}")
            results.append(row)
    ours = [row for row in results if row["list"].startswith("our")]
    met = all(row[f"ratio_{size}"] <= GOAL_RATIO for row in ours for size in sizes) and all(
        row["growth"] <= GOAL_GROWTH for row in ours
    )
    print(f"\ngoal: at most {GOAL_RATIO:g} times the floor, with sign-in; growth at most {GOAL_GROWTH:g}: "
          f"{'met' if met else 'NOT met'}")
    return {"sizes": sizes, "rounds": rounds, "rows": results, "met": met}
