"""The organisation's seal on a finished PDF: one PAdES certification that allows no change (ETSI EN 319 142-1).

Later only archive time stamps may follow, each an incremental update, so that the bytes before it stay.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import io
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from asn1crypto import x509 as asn1
from cryptography import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, PathValidationError, RevokedError

from portal.documents import keys, verify
from portal.documents.authority import Authority, make_authority
from portal.documents.errors import DocumentError
from portal.documents.keys import KeySource
from portal.documents.levels import Level
from portal.documents.verify import SealReport, Trust

__all__ = [
    "Authority",
    "Level",
    "SealFailed",
    "SealedPdf",
    "Stamping",
    "extend_pdf",
    "ladder",
    "make_authority",
    "seal_pdf",
]

FIELD, STAMP_FIELD, STAMP_NAME = "Zegel", "Tijdstempel", "Archieftijdstempel"
SIGNATURE_ROOM = 2_048
STAMP_SECONDS = 15


class SealFailed(DocumentError):
    """The seal could not be placed at this level; `lower` is the highest one that still may be, None when it is the key."""

    def __init__(self, message: str, lower: Level | None = None) -> None:
        super().__init__(message)
        self.lower = lower


@dataclass(frozen=True, slots=True)
class Stamping:
    """The time-stamp service of this configuration, and the roots (DER) of the services we believe."""

    url: str = ""
    roots: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class SealedPdf:
    """A sealed file, the level that its bytes prove, and until when its newest proof is good."""

    data: bytes
    level: Level
    proven_until: dt.datetime


def ladder(authority: Authority, stamping: Stamping) -> tuple[Level, ...]:
    """List the levels that this configuration may reach, the highest first.

    A time stamp needs a service of somebody else; long-term levels a certificate of somebody else that says where its
    revocation is published, and known roots of the time-stamp service.
    """
    if not stamping.url:
        return (Level.B_B,)
    if stamping.roots and authority.outside and _tells_revocation(authority.certificate):
        return (Level.B_LTA, Level.B_LT, Level.B_T, Level.B_B)
    return (Level.B_T, Level.B_B)


def _tells_revocation(certificate: bytes) -> bool:
    extensions = x509.load_der_x509_certificate(certificate).extensions
    known = {one.oid for one in extensions}
    return bool(known & {x509.CRLDistributionPoints.oid, x509.AuthorityInformationAccess.oid})


def seal_pdf(
    pdf: bytes, authority: Authority, *, reason: str, at: dt.datetime, level: Level = Level.B_B,
    stamping: Stamping | None = None, source: KeySource | None = None,
) -> SealedPdf:  # fmt: skip
    """Certify *pdf* once at *level*, allowing no change afterwards; *at* is the claimed time of sealing.

    Raises SealFailed when the level cannot be reached: a lower one than the document announces is never delivered
    silently. What was reached is read back from the bytes.
    """
    stamping, source = stamping or Stamping(), source or KeySource()
    data = _apart(_sealed(pdf, authority, reason, at, level, stamping, source))
    if level is Level.B_B and authority.key:
        return SealedPdf(data, level, authority.valid_until)
    return _checked(data, authority, stamping, level, at)


def extend_pdf(pdf: bytes, authority: Authority, *, at: dt.datetime, level: Level, stamping: Stamping) -> SealedPdf:
    """Add an archive time stamp, and the proof that *level* asks for, behind the bytes of *pdf*.

    Raises SealFailed when there is no service, when it does not answer, or when the result proves less than before.
    """
    if not stamping.url:
        raise SealFailed("there is no time-stamp service", Level.B_B)
    data = _apart(_extended(pdf, authority, level, stamping))
    made = _report(data, authority, stamping, at)
    if level is Level.B_LTA and made.level == Level.B_LT:
        # The first stamp proved the moment, the second covers the proof.
        data = _apart(_extended(data, authority, level, stamping))
    return _checked(data, authority, stamping, level, at)


def _checked(data: bytes, authority: Authority, stamping: Stamping, level: Level, at: dt.datetime) -> SealedPdf:
    report = _report(data, authority, stamping, at)
    reached = Level(report.level) if report.ok and report.level else None
    if reached is None:
        raise SealFailed(f"the seal does not hold: {', '.join(report.problems) or report.finding.value}")
    if reached.rank < level.rank:
        raise SealFailed(f"the file proves {reached}, not {level}", reached)
    return SealedPdf(data, reached, dt.datetime.fromisoformat(report.proven_until))


def _report(data: bytes, authority: Authority, stamping: Stamping, at: dt.datetime) -> SealReport:
    trust = Trust((), (authority.certificate,), authority.chain, stamping.roots)
    if not authority.outside:
        trust = Trust((authority.root,), services=stamping.roots)
    with ThreadPoolExecutor(max_workers=1) as executor:
        return executor.submit(verify.examine, data, trust, max(at, dt.datetime.now(dt.UTC))).result()


def _apart(work: Coroutine[Any, Any, bytes]) -> bytes:
    """Run *work* in an own thread, because it needs an event loop and the caller may stand inside one."""
    try:
        with ThreadPoolExecutor(max_workers=1) as executor:
            return executor.submit(asyncio.run, work).result()
    except SealFailed:
        raise
    except Exception as error:
        raise SealFailed(f"the seal could not be placed: {error}", _lower(error)) from error


def _lower(error: BaseException | None) -> Level | None:
    """Say what a failure leaves possible.

    A service that is silent or revoked leaves B-B, missing proof of revocation B-T, a revoked certificate of our own nothing.
    """
    causes = list[BaseException]()
    while error is not None:
        causes.append(error)
        error = error.__cause__ or error.__context__
    if any(isinstance(one, RevokedError) for one in causes):
        return None if any(isinstance(one, SigningError) for one in causes) else Level.B_B
    if any(isinstance(one, TimestampRequestError | TimeoutError) for one in causes):
        return Level.B_B
    return Level.B_T if any(isinstance(one, PathError | PathValidationError) for one in causes) else None


async def _sealed(
    pdf: bytes, authority: Authority, reason: str, at: dt.datetime, level: Level, stamping: Stamping, source: KeySource
) -> bytes:
    context = _context(authority, stamping) if level.rank >= Level.B_LT.rank else None
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
        embed_validation_info=context is not None,
        validation_context=context,
        use_pades_lta=level is Level.B_LTA,
        timestamp_field_name=f"{STAMP_FIELD}1",
        signer_key_usage=set(),
        # The proof stands in the revision of the seal, so that the last signature always covers the whole file.
        dss_settings=DSSContentSettings(False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE),
    )
    stamper = HTTPTimeStamper(stamping.url, timeout=STAMP_SECONDS) if level.stamped else None
    output = io.BytesIO()
    try:
        async with keys.opened(authority, source) as key:
            signer = _MomentSigner(at, metadata, signer=key, timestamper=stamper)
            room = _room(authority) if authority.key and stamper is None else None
            await signer.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=output, bytes_reserved=room)
    finally:
        if context is not None:
            await context.aclose()
    return output.getvalue()


async def _extended(pdf: bytes, authority: Authority, level: Level, stamping: Stamping) -> bytes:
    output = io.BytesIO(pdf)
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    signatures = list(reader.embedded_signatures)
    long_term = level.rank >= Level.B_LT.rank
    context = _context(authority, stamping, strict=long_term) if stamping.roots else None
    stamper = PdfTimeStamper(
        HTTPTimeStamper(stamping.url, timeout=STAMP_SECONDS),
        field_name=f"{STAMP_FIELD}{len(signatures)}",
        readable_field_name=STAMP_NAME,
    )
    try:
        writer = IncrementalPdfFileWriter(output)
        if context is not None:
            paths = [await _path_of_stamp(one, context) for one in signatures[-1:] if len(signatures) > 1]
            if long_term and len(signatures) == 1:
                paths = await collect_validation_info(signatures[0], context)
            DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=paths, validation_context=context)
        await stamper.async_timestamp_pdf(
            writer, "sha256", context, in_place=True,
            dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
        )  # fmt: skip
    finally:
        if context is not None:
            await context.aclose()
    return output.getvalue()


async def _path_of_stamp(stamp: Any, context: Any) -> Any:
    validator: Any = CertificateValidator(stamp.signer_cert, stamp.other_embedded_certs, context)
    return await validator.async_validate_usage(set(), {"time_stamping"})


def _context(authority: Authority, stamping: Stamping, *, strict: bool = True) -> Any:  # untyped in pyHanko
    """Judge certificates while fetching what is published about them."""
    roots = [asn1.Certificate.load(one) for one in (authority.root, *stamping.roots)]
    between = [asn1.Certificate.load(one) for one in authority.between]
    mode = "require" if strict else "soft-fail"
    return ValidationContext(trust_roots=roots, other_certs=between, allow_fetching=True, revocation_mode=mode)


def _room(authority: Authority) -> int:
    """Return how many hexadecimal digits a seal without time stamp takes at most: the certificates, the signature, names.

    Said beforehand, nothing is signed twice to find out. The answer of a time-stamp server has no such bound.
    """
    return 2 * (len(authority.certificate) + sum(map(len, authority.chain)) + SIGNATURE_ROOM)


class _MomentSigner(PdfSigner):
    """Writes the given moment instead of the machine's clock."""

    def __init__(self, at: dt.datetime, *rest: Any, **named: Any) -> None:
        super().__init__(*rest, **named)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session
