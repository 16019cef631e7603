"""Is this file, to the last byte, what was sealed? Asked of files from strangers, so answered in a child."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from portal.documents import container, levels, pool
from portal.documents.errors import Busy, DocumentError
from portal.documents.frames import Header

LARGEST = 50_000_000
MOST_SIGNATURES = 100


class Finding(StrEnum):
    """The plain outcome."""

    SEALED = "sealed"
    CHANGED = "changed"
    UNTRUSTED = "untrusted"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    LOCKED = "locked"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom we believe (all DER): our own roots, certificates that others issued to us with what stands above them
    (`chain`), and the roots of time-stamp services.

    Under the root of somebody else only the very certificates in `ours` are ours.
    """

    roots: tuple[bytes, ...] = ()
    ours: tuple[bytes, ...] = ()
    chain: tuple[bytes, ...] = ()
    services: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class SealReport:
    """What the seal of a file proves. Only SEALED means: one trusted seal, unchanged, and nothing later but time stamps."""

    finding: Finding
    signatures: int = 0
    intact: bool = False
    trusted: bool = False
    entire_file: bool = False
    single_certification: bool = False
    later_revision: bool = False
    canonical: bool = False
    timestamped: bool = False
    level: str = ""
    archive_stamps: int = 0
    stamped_at: str = ""
    stamped_by: str = ""
    stamp_trusted: bool = False
    proven_until: str = ""
    claimed_at: str = ""
    signer: str = ""
    organisation: str = ""
    reason: str = ""
    problems: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return self.finding is Finding.SEALED


def inspect(pdf: bytes, trust: Trust, moment: dt.datetime) -> SealReport:
    """Judge *pdf* at *moment*; works on any bytes, raises nothing.

    The rollback of a file to an earlier sealed state cannot be seen here; comparing with the register does.
    """
    if len(pdf) > LARGEST:
        return SealReport(Finding.TOO_LARGE)
    sizes = [len(kind) for kind in (trust.roots, trust.ours, trust.chain, trust.services)]
    blobs = [pdf, *trust.roots, *trust.ours, *trust.chain, *trust.services]
    try:
        asked = {"moment": moment.isoformat(), "trust": sizes}
        answer, _ = pool.strangers().run("inspect", asked, blobs)
    except Busy:
        return SealReport(Finding.BUSY)
    except DocumentError as error:
        return SealReport(Finding.UNREADABLE, problems=(type(error).__name__,))
    answer["problems"] = tuple(answer["problems"])
    return SealReport(Finding(answer.pop("finding")), **answer)


# ----- below: inside the child -----


def inspect_here(header: Header, blobs: list[bytes]) -> tuple[Header, list[bytes]]:
    """Inspect inside the child; the counterpart of `inspect`."""
    rest = iter(blobs[1:])
    trust = Trust(*(tuple(islice(rest, size)) for size in header["trust"]))
    return asdict(examine(blobs[0], trust, dt.datetime.fromisoformat(header["moment"]))), []


def examine(pdf: bytes, trust: Trust, moment: dt.datetime) -> SealReport:
    """Judge *pdf* in this very process; for a command line or a verifier that stands alone."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    from portal.documents.reading import SteadyReader

    try:
        reader = SteadyReader(pdf)
        if reader.encrypted:
            return SealReport(Finding.LOCKED)
        signatures = list(reader.embedded_signatures)
    except Exception as error:
        return SealReport(Finding.UNREADABLE, problems=(type(error).__name__,))
    if not signatures:
        return SealReport(Finding.UNSIGNED)
    if len(signatures) > MOST_SIGNATURES:
        return SealReport(Finding.CHANGED, signatures=len(signatures), problems=("too_many",))
    try:
        return _judge(pdf, reader, signatures, trust, moment)
    except (PermissionError, ImportError, MemoryError):
        raise  # our own fault says nothing about the file
    except Exception as error:
        return SealReport(Finding.CHANGED, signatures=len(signatures), problems=(type(error).__name__,))


def _judge(pdf: bytes, reader: Any, signatures: list[Any], trust: Trust, moment: dt.datetime) -> SealReport:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    seal, later = signatures[0], signatures[1:]
    trusted, store = _certificates(trust), levels.Store(reader)
    stamps = levels.stamps(later, trusted, store, moment)
    # What was stamped in time is judged at that time, also after the certificates have ended.
    inner = min([moment, *(one.at for one in stamps if one.intact and one.trusted)])
    services = store.context(trusted.services, (), inner)
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    status = validate_pdf_signature(
        seal,
        store.context(trusted.roots, trusted.between, inner),
        services,
        key_usage_settings=usage,
        skip_diff=not later,
    )
    within = levels.stamp_of(status)
    if within is not None and within.intact and within.trusted and not status.trusted:
        context = store.context(trusted.roots, trusted.between, min(inner, within.at))
        status = validate_pdf_signature(seal, context, services, key_usage_settings=usage, skip_diff=not later)
    found = [*([within] if within else []), *stamps]
    certificate = seal.signer_cert
    path = status.validation_path
    ours = certificate.dump() in trust.ours or (path is not None and next(iter(path)).dump() in trust.roots)
    docmdp = seal.docmdp_level
    facts = {
        "intact": bool(status.intact and status.valid) and all(one.intact for one in found),
        "trusted": bool(status.trusted) and ours,
        "entire_file": getattr(signatures[-1].coverage, "name", "") == "ENTIRE_FILE",
        "single_certification": all(one.sig_object_type == levels.DOCUMENT_STAMP for one in later)
        and str(seal.sig_object.get("/SubFilter")) == "/ETSI.CAdES.detached"
        and docmdp is not None
        and docmdp.name == "NO_CHANGES",
        "later_revision": not _only_stamps(reader, seal, later, status),
        "canonical": container.canonical(pdf, seal, {*trust.roots, *trust.chain} if status.trusted and ours else None)
        and all(container.stamp_alone(pdf, one) for one in later),
    }
    sound = all(value is not (name == "later_revision") for name, value in facts.items() if name != "trusted")
    finding = (Finding.SEALED if facts["trusted"] else Finding.UNTRUSTED) if sound else Finding.CHANGED
    subject = certificate.subject.native
    claimed = status.signer_reported_dt
    newest = found[-1] if found else None
    return SealReport(
        finding,
        signatures=len(signatures),
        timestamped=any(one.intact for one in found),
        level=levels.proven(seal, later, found, trusted, store).value if sound else "",
        archive_stamps=len(later),
        stamped_at=newest.at.astimezone(dt.UTC).isoformat() if newest else "",
        stamped_by=newest.service if newest else "",
        stamp_trusted=newest is not None and newest.trusted,
        proven_until=(newest.until if newest else certificate.not_valid_after).astimezone(dt.UTC).isoformat(),
        claimed_at=claimed.astimezone(dt.UTC).isoformat() if claimed else "",
        signer=str(subject.get("common_name", ""))[:200],
        organisation=str(subject.get("organization_name", ""))[:200],
        reason=str(seal.sig_object.get("/Reason", ""))[:300],
        problems=tuple(name for name, value in facts.items() if value is (name == "later_revision")),
        **facts,
    )


def _only_stamps(reader: Any, seal: Any, later: list[Any], status: Any) -> bool:
    """Tell whether each revision after the seal is one archive time stamp with what proves it, and nothing else."""
    revisions = list(range(seal.signed_revision + 1, reader.xrefs.total_revisions))
    if [one.signed_revision for one in later] != revisions:
        return False
    whole = all(getattr(one.coverage, "name", "") == "ENTIRE_REVISION" for one in [seal, *later][:-1])
    return whole and (
        not later or (bool(status.docmdp_ok) and status.modification_level.name in ("NONE", "LTA_UPDATES"))
    )


def _certificates(trust: Trust) -> levels.Trusted:
    from asn1crypto import x509

    def load(certificates: Sequence[bytes]) -> list[Any]:
        return [x509.Certificate.load(one) for one in certificates]

    above = load(trust.chain)
    roots = [one for one in above if one.self_issued]
    between = [one for one in above if not one.self_issued]
    return levels.Trusted([*load(trust.roots), *roots], between, load(trust.services))
