"""The recording of a clause, where it says the very words that the reader is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.agreements.models import AgreementVersion
from portal.clauses import queries as clauses
from portal.clauses.body import Recording, digest
from portal.core.errors import Missing
from portal.core.policy import SYSTEM, Actor, acting, scoped
from portal.signatures.models import Signatory
from portal.signatures.rules.states import Meaning


def recording_of(session: Session, actor: Actor, signatory: Signatory, number: str) -> Recording | None:
    """Return the recording of a clause of the version that somebody signs, or None.

    A recording holds the plain words of the library. Where values were filled in, or staff put their own words in their
    place, it would say something else than what is agreed; then there is none.
    """
    if signatory.meaning is Meaning.SECTIONS:
        return None
    version = session.scalars(scoped(AgreementVersion, actor).where(AgreementVersion.id == signatory.version_id)).one()
    clause = next((one for one in version.content["clauses"] if str(one["number"]) == number), None)
    return _as_read(session, clause) if clause else None


def sound(session: Session, recording: Recording) -> bytes:
    """Return the bytes of a recording; Missing("row.missing")."""
    return clauses.sound(session, recording)


def _as_read(session: Session, clause: Mapping[str, Any]) -> Recording | None:
    with acting(session, SYSTEM):  # the library is not the tenant's to read; this clause is
        try:
            body = clauses.body_of(clauses.version(session, SYSTEM, clause["code"], clause["version"]))
        except Missing:
            return None
    same = digest(body) == clause["digest"] and body.plain["nl"] == clause["plain"]
    return body.recording if same else None
