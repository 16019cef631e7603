"""The organisation's seal on a finished PDF: one PAdES certification that allows no change (ETSI EN 319 142-1)."""

from __future__ import annotations

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from asn1crypto import cms
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from portal.documents.authority import Authority, make_authority
from portal.documents.errors import DocumentError

__all__ = ["Authority", "Level", "SealFailed", "SealedPdf", "level_of", "make_authority", "seal_pdf"]

FIELD = "Zegel"
SIGNATURE_ROOM = 2_048


class Level(StrEnum):
    """How much a seal proves; never more is claimed than was reached."""

    B_B = "PAdES B-B"
    B_T = "PAdES B-T"


class SealFailed(DocumentError):
    """The seal could not be placed, for instance because the time-stamp server did not answer."""


@dataclass(frozen=True, slots=True)
class SealedPdf:
    """A sealed file and the level that was reached."""

    data: bytes
    level: Level


def level_of(timestamp_url: str) -> Level:
    """The level that this configuration reaches: a time stamp needs a server of somebody else."""
    return Level.B_T if timestamp_url else Level.B_B


def seal_pdf(pdf: bytes, authority: Authority, *, reason: str, at: dt.datetime, timestamp_url: str = "") -> SealedPdf:
    """Certify *pdf* once, allowing no change afterwards; an incremental update, so the bytes before it stay.

    *at* is the claimed time of sealing. Raises SealFailed when the time-stamp server of *timestamp_url* fails: a lower
    level than the document announces is never delivered silently.
    """
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
    )
    stamper = HTTPTimeStamper(timestamp_url, timeout=15) if timestamp_url else None
    signer = _MomentSigner(at, metadata, signer=_signer(authority), timestamper=stamper)
    try:
        # An own thread, because pyHanko starts an event loop and the caller may stand inside one.
        with ThreadPoolExecutor(max_workers=1) as executor:
            room = None if timestamp_url else _room(authority)
            return SealedPdf(executor.submit(_write, signer, pdf, room).result(), level_of(timestamp_url))
    except Exception as error:
        raise SealFailed(f"the seal could not be placed: {error}") from error


def _write(signer: PdfSigner, pdf: bytes, room: int | None) -> bytes:
    output = io.BytesIO()
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=output, bytes_reserved=room)
    return output.getvalue()


def _room(authority: Authority) -> int:
    """Return how many hexadecimal digits a seal without time stamp takes at most: two certificates, the signature, names.

    Said beforehand, nothing is signed twice to find out. The answer of a time-stamp server has no such bound.
    """
    return 2 * (len(authority.certificate) + len(authority.root) + SIGNATURE_ROOM)


class _MomentSigner(PdfSigner):
    """Writes the given moment instead of the machine's clock."""

    def __init__(self, at: dt.datetime, *rest: Any, **named: Any) -> None:
        super().__init__(*rest, **named)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


class PreloadedSigner(Signer):
    """Signs with a key that is already in memory; a remote key or a hardware module would take its place here."""

    def __init__(self, certificate: Any, key: Any, registry: Any) -> None:
        super().__init__(signing_cert=certificate, cert_registry=registry)
        self._key = key
        self._attributes: dict[str, tuple[bytes, bytes]] = {}

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Sign *data*; a dry run only tells how large the answer can be."""
        if dry_run:
            return bytes(self._key.key_size // 8 if isinstance(self._key, rsa.RSAPrivateKey) else 72)
        digest = getattr(hashes, digest_algorithm.upper())()
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), digest)
        assert isinstance(self._key, ec.EllipticCurvePrivateKey)
        return self._key.sign(data, ec.ECDSA(digest))


    async def signed_attrs(self, data_digest: bytes, digest_algorithm: str, *rest: Any, **named: Any) -> Any:
        """Return the signed attributes: built once per key, since in a seal they differ in the file's digest only."""
        known = self._attributes.get(digest_algorithm)
        if known is None:
            built: bytes = (await super().signed_attrs(data_digest, digest_algorithm, *rest, **named)).dump()
            before, after = built.split(data_digest)
            known = self._attributes[digest_algorithm] = (before, after)
        return cms.CMSAttributes.load(data_digest.join(known))


_loaded: dict[bytes, PreloadedSigner] = {}


def _signer(authority: Authority) -> PreloadedSigner:
    """Load a key once per process: checking an RSA key again costs more than the signature."""
    known = _loaded.get(authority.certificate)
    if known is None:
        certificate, root = asn1.Certificate.load(authority.certificate), asn1.Certificate.load(authority.root)
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register_multiple([certificate, root])
        known = _loaded[authority.certificate] = PreloadedSigner(
            certificate, load_der_private_key(authority.key, None), registry
        )
    return known
