"""`portal seal`: what the seals prove, the register of their editions, and the key of somebody else."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import click

from portal.commands.context import answer, as_json, system_session, writing
from portal.core import clock
from portal.documents.authority import Authority
from portal.documents.keys import KeyUnusable, identify, read_certificates, read_file
from portal.documents.seal import ladder
from portal.sealing import queries, services
from portal.sealing.place import place

NO_SERVICE = (
    "There is no DRIEHOEK_TIMESTAMP_URL: new seals are PAdES B-B, and no seal can be proven past the end of its "
    "certificate or of its last time stamp."
)


@click.group("seal")
def seal() -> None:
    """Look after the seals on signed agreements."""


@seal.command("status")
@as_json
def status(as_json: bool) -> None:
    """Tell which level new seals reach, what the existing ones prove, and which wait for a time stamp. Exit 1: a key fault."""
    with system_session() as session:
        now = clock.now()
        authority, fault = _authority(session)
        newest = queries.editions(session)
        due = queries.to_renew(session, now + place.renew_before)
        over = [one for one in newest if one.proven_until < now]
    result: dict[str, Any] = {
        "key": place.key.kind if place.key.address or authority is None or not authority.outside else "store",
        "fault": fault,
        "certificate": authority.fingerprint if authority else None,
        "certificate_ends": authority.valid_until.isoformat() if authority else None,
        "time_stamp_service": place.stamping.url or None,
        "highest_level": ladder(authority, place.stamping)[0].value if authority else None,
        "files": dict(Counter(one.level for one in newest)),
        "waiting_for_a_service": sum(one.pending for one in newest),
        "to_renew": len(due),
        "no_longer_proven": len(over),
    }
    lines = [f"{name.replace('_', ' ')}: {value}" for name, value in result.items() if value not in (None, "", {})]
    lines += [] if place.stamping.url else [NO_SERVICE]
    answer(result, "\n".join(lines), as_json)
    if fault:
        raise click.exceptions.Exit(1)


def _authority(session: Any) -> tuple[Authority | None, str]:
    try:
        if place.key.address:
            return identify(place.key), ""
    except KeyUnusable as unusable:
        return None, str(unusable)
    row = queries.authority(session, clock.now())
    return (queries.keys(session, row) if row else None), ""


@seal.command("register")
@click.option("--to", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file.")
def register(file: Path | None) -> None:
    """Give the digests of every edition of every sealed file, for scripts/verify_agreement.py; nothing about their content."""
    with system_session() as session:
        rows = queries.register_of_editions(session)
        newest = {one.sealed_file_id: one.number for one in queries.editions(session)}
        made = {
            "format": "driehoek-register/1",
            "made_at": clock.now().isoformat(),
            "editions": [
                {
                    "sha256": one.sha256, "edition": one.number, "newest": newest[one.sealed_file_id], "level": one.level,
                    "made_at": one.made_at.isoformat(), "proven_until": one.proven_until.isoformat(),
                }
                for one in rows
            ],
        }  # fmt: skip
    text = json.dumps(made, indent=1)
    if file is None:
        click.echo(text)
        return
    file.write_text(text + "\n")
    click.echo(f"{len(rows)} editions stand in {file}.")


@seal.command("renew")
def renew() -> None:
    """Ask for a new time stamp, now, behind every seal that needs one; the worker does it."""
    with writing() as uow:
        if not place.stamping.url:
            raise click.ClickException(NO_SERVICE)
        due = queries.to_renew(uow.session, uow.now + place.renew_before)
        for edition in due:
            services.ask_to_extend(uow, edition)
        services.ask_to_watch(uow, services.SOON)
        count = len(due)
    click.echo(f"{count} time stamps were asked for.")


@seal.command("adopt")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--password", prompt=True, hide_input=True, default="", help="Password of FILE; asked for when left out.")
@click.option("--above", type=click.Path(exists=True, dir_okay=False), help="PEM file with the issuing certificates.")
def adopt(file: Path, password: str, above: str | None) -> None:
    """Put key and certificate of FILE (PKCS#12 or PEM, of an outside CA) into the encrypted store and seal with them."""
    try:
        authority = read_file(file, password, read_certificates(above) if above else ())
    except KeyUnusable as unusable:
        raise click.ClickException(str(unusable)) from unusable
    with writing() as uow:
        row = services.enrol(uow, authority)
        fingerprint, until = row.fingerprint, row.valid_until
    click.echo(f"New seals use the certificate {fingerprint}, valid until {until:%Y-%m-%d}. Delete {file} when it is elsewhere.")


COMMANDS = [seal]
