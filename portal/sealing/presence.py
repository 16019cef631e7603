"""What the evidence tells about who was there: witness, interpreter, handed-over device, paper, register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from portal.documents import dutch

DOCUMENTS = {
    "passport": "paspoort",
    "card": "identiteitskaart",
    "driving_licence": "rijbewijs",
    "residence": "verblijfsdocument",
}
MODES = {"live": "aanwezig", "phone": "per telefoon", "video": "per beeldgesprek"}
REGISTER = {"administration": "bewind", "guardianship": "curatele"}


def told(proof: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Tell line by line who was there and how it went, in the words of the annex."""
    handed = proof.get("handed_over")
    if handed:
        yield "Overhandigd", f"door {handed['by']}, {handed['place']}, {_moment(handed['at'])}"
    for row in proof.get("statements", ()):
        yield from _statement(row)
    paper = proof.get("paper")
    if paper:
        yield "Papier", (
            f"getekend op {_day(paper['signed_on'])}; {paper['pages']} bladzijden, alle aanwezig; ingelezen door"
            f" {paper['scanned_by']} en nagekeken door {paper['confirmed_by']}; scan SHA-256 {paper['scan_sha256']};"
            f" het origineel ligt: {paper['location']}"
        )
    if proof.get("delegated_at"):
        yield "Vervanging", f"tekent in de plaats van een collega, overgedragen op {_moment(proof['delegated_at'])}"
    register = proof.get("register")
    if register:
        yield "Register curatele en bewind", _register(register)


def _statement(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if row["part"] == "interpreter":
        number = f", Wbtv-nummer {row['number']}" if row["number"] else ", niet in het Wbtv-register genoemd"
        yield "Tolk", f"{row['name']}{number}; taal: {row['language']}; {MODES.get(row['mode'], row['mode'])}"
        return
    document = f"{DOCUMENTS[row['id_kind']]} gezien, eindigt op {row['id_end']}" if row["id_end"] else "bekend bij de getuige"
    aloud = "; tekst voorgelezen" if row["read_aloud"] else ""
    yield "Getuige", f"{row['name']}, {row['place']}; {document}{aloud}; vastgelegd door {row['recorded_by']}"


def _register(register: dict[str, Any]) -> str:
    """Say what the register showed; an empty answer is never "no guardianship"."""
    if register["checked_on"] is None:
        return "niet bekeken vóór het tekenen"
    if register["result"] == "not_found":
        return f"niet gevonden op {_day(register['checked_on'])}"
    return f"{REGISTER.get(register['result'], register['result'])}, bekeken op {_day(register['checked_on'])}"


def _day(text: str) -> str:
    return dutch.date_nl(dt.date.fromisoformat(text))


def _moment(text: str) -> str:
    return dutch.moment_nl(dt.datetime.fromisoformat(text))
