"""`verify-audit`: is the audit chain whole?"""

from __future__ import annotations

import json
import sys

import click
import sqlalchemy as sa

from portal.commands.context import answer, as_json, system_session
from portal.core import audit


@click.command("verify-audit")
@click.option("--head", "expected", help="A digest kept outside; detects a cut or re-forged tail.")
@as_json
def verify_audit(expected: str | None, as_json: bool) -> None:
    """Walk the audit chain; exit 1 and name the first bad row when it does not hold."""
    with system_session() as session:
        report = audit.verify(session, expected)
    result = {
        "intact": report.intact, "rows": report.rows, "head": report.head, "bad_seq": report.bad_seq,
        "reason": report.reason,
    }  # fmt: skip
    text = (
        f"The chain of {report.rows} rows is whole. Head: {report.head}"
        if report.intact
        else f"The chain is broken at row {report.bad_seq}: {report.reason}."
    )
    answer(result, text, as_json)
    if not report.intact:
        raise click.exceptions.Exit(1)


@click.command("export-audit")
def export_audit() -> None:
    """Write the chain as JSON lines on standard output, for scripts/verify_audit.py."""
    with system_session() as session:
        for row in session.scalars(sa.select(audit.AuditRow).order_by(audit.AuditRow.seq)):
            line = {"seq": row.seq, "previous": row.previous, "body": row.body, "digest": row.digest}
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


COMMANDS = [verify_audit, export_audit]
