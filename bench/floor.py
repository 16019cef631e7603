"""The floor: a bare Flask view, one hand-written keyset query through the raw driver, one flat compiled template."""

from __future__ import annotations

import sqlite3
import uuid
from pathlib import Path

from flask import Flask, request

SQL = """
SELECT c.id, c.reference, c.address, c.tenant_name, o.name, u.name, c.state, c.next_actor, c.next_due, c.opened_on
FROM "case" c LEFT JOIN organisation o ON o.id = c.corporation_id LEFT JOIN user u ON u.id = c.expert_id
WHERE {where} ORDER BY c.{sort}, c.id LIMIT 51
"""
PAGE = """<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Dossiers</title>
<link rel="stylesheet" href="/static/portal.css"></head><body><main><h1>Dossiers</h1><table><thead><tr>
<th>Dossier<th>Adres<th>Huurder<th>Corporatie<th>Expert<th>Stand<th>Aan zet<th>V\u00f3\u00f3r<th>Begonnen</tr></thead><tbody>
{% for r in rows %}<tr><td><a href="/case/{{ r[0] }}">{{ r[1] }}</a></td><td>{{ r[2] }}</td><td>{{ r[3] }}</td>
<td>{{ r[4] }}</td><td>{{ r[5] }}</td><td>{{ r[6] }}</td><td>{{ r[7] }}</td><td>{{ r[8] }}</td><td>{{ r[9] }}</td></tr>
{% endfor %}</tbody></table><a href="?after={{ last }}">Volgende</a></main></body></html>"""


def make_app(path: Path) -> Flask:
    """Make the smallest list that could work, without sign-in, policy, filters or menu."""
    app = Flask("floor", template_folder=None, static_folder=None)
    connection = sqlite3.connect(path, check_same_thread=False)
    template = app.jinja_env.from_string(PAGE)

    @app.get("/")
    def index() -> str:
        where, values, sort = ["1"], [], "opened_on" if "opened" in request.args else "next_due"
        after = request.args.get("after", "")
        if after:
            due, row_id = after.split("~")
            where.append(f"(c.{sort}, c.id) > (?, ?)")
            values += [due, uuid.UUID(row_id).hex]
        for name, column in (("state", "state"), ("corporation", "corporation_id")):
            if request.args.get(name):
                where.append(f"c.{column} = ?")
                values.append(request.args[name])
        rows = connection.execute(SQL.format(where=" AND ".join(where), sort=sort), values).fetchall()
        return template.render(rows=rows[:50], last=f"{rows[-1][8]}~{rows[-1][0]}" if rows else "")

    return app


