"""The public page where anybody checks a file, and the certificate that it is checked with."""

from __future__ import annotations

import datetime as dt
import uuid

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Blueprint, Response, abort, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core import blobs
from portal.core.blobs import StoredFile
from portal.core.db import db
from portal.documents.verify import LARGEST
from portal.sealing import queries
from portal.sealing.labels import LEVELS, OUTCOMES, STANDINGS
from portal.sealing.place import configure
from portal.sealing.rules import Outcome, Verdict
from portal.web import limits
from portal.web.auth import current_actor
from portal.web.guards import access

bp = Blueprint("sealing", __name__, url_prefix="/verificatie")
CHECKS = limits.Limit("verification", 30, dt.timedelta(minutes=10))


@bp.record
def _configure(state: BlueprintSetupState) -> None:
    configure(state.app.config["SETTINGS"])


@bp.get("/")
@access(public=True)
def index() -> ResponseReturnValue:
    """Explain how a file is checked; the address behind a QR code tells nothing about any agreement."""
    return _page(None)


@bp.post("/")
@access(public=True)
def check() -> ResponseReturnValue:
    """Judge the given file. Nothing is kept."""
    limits.spend(CHECKS, limits.address())
    file = request.files.get("file")
    data = b""
    if file is not None:
        data = file.stream.read(LARGEST + 1)
        file.close()
    if not data:
        return _page(None, error=_("Kies eerst een bestand.")), 422
    verdict = queries.verdict(db.session, data)
    return _page(verdict), {Outcome.TOO_LARGE: 413, Outcome.BUSY: 503}.get(verdict.outcome, 200)


@bp.get("/getekend/<uuid:version_id>.pdf")
@access("bureau_admin", "bureau_staff", "legal", "corporation_staff", "expert")
def final(version_id: uuid.UUID) -> ResponseReturnValue:
    """Give the newest edition of the sealed file of a version to who may see its case."""
    actor = current_actor()
    row = queries.sealed_file(db.session, actor, version_id)
    edition = queries.newest(db.session, actor, row) if row else None
    file = db.session.get(StoredFile, edition.stored_file_id) if edition else None
    if file is None:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(blobs.fetch(db.session, file), mimetype="application/pdf", headers=headers)


@bp.get("/basiscertificaat/<fingerprint>.pem")
@access(public=True)
def certificate(fingerprint: str) -> ResponseReturnValue:
    """Give a root certificate of this installation, or a certificate of somebody else with what stands above it."""
    found = next((row for row in queries.authorities(db.session) if row.fingerprint == fingerprint), None)
    if found is None:
        abort(404)
    pem = found.chain or x509.load_der_x509_certificate(found.root).public_bytes(Encoding.PEM)
    name = f'attachment; filename="basiscertificaat-{fingerprint[:12]}.pem"'
    return Response(pem, mimetype="application/x-pem-file", headers={"Content-Disposition": name})


def _page(verdict: Verdict | None, error: str = "") -> str:
    known, authorities = verdict.known if verdict else None, queries.authorities(db.session)
    return render_template(
        "sealing/verify.html",
        verdict=verdict,
        error=error,
        words=OUTCOMES[verdict.outcome] if verdict else None,
        standing=STANDINGS[known.standing] if known and known.standing else None,
        level=LEVELS.get(known.level) if known else None,
        authorities=authorities,
        own_only=all(row.chain is None for row in authorities),
        largest=LARGEST // 1_000_000,
    )
