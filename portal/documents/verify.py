"""Is this file, to the last byte, what was sealed? Asked of files from strangers, so answered in a child."""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from portal.documents import pool
from portal.documents.errors import DocumentError
from portal.documents.frames import Header

LARGEST = 50_000_000


class Finding(StrEnum):
    """The plain outcome."""

    SEALED = "sealed"
    CHANGED = "changed"
    UNTRUSTED = "untrusted"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class SealReport:
    """What the seal of a file proves. Only SEALED means: one trusted seal over the entire, unchanged file."""

    finding: Finding
    signatures: int = 0
    intact: bool = False
    trusted: bool = False
    entire_file: bool = False
    single_certification: bool = False
    later_revision: bool = False
    canonical: bool = False
    timestamped: bool = False
    claimed_at: str = ""
    signer: str = ""
    organisation: str = ""
    reason: str = ""
    problems: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return self.finding is Finding.SEALED


def inspect(pdf: bytes, trust_roots: Sequence[bytes], moment: dt.datetime) -> SealReport:
    """Judge *pdf* at *moment* against the root certificates (DER) *trust_roots*; works on any bytes, raises nothing.

    The rollback of a file to an earlier sealed state cannot be seen here; comparing with the register does.
    """
    if len(pdf) > LARGEST:
        return SealReport(Finding.TOO_LARGE)
    try:
        answer, _ = pool.pool().run("inspect", {"moment": moment.isoformat()}, [pdf, *trust_roots])
    except DocumentError as error:
        return SealReport(Finding.UNREADABLE, problems=(type(error).__name__,))
    answer["problems"] = tuple(answer["problems"])
    return SealReport(Finding(answer.pop("finding")), **answer)


# ----- below: inside the child -----


def inspect_here(header: Header, blobs: list[bytes]) -> tuple[Header, list[bytes]]:
    """Inspect inside the child; the counterpart of `inspect`."""
    report = examine(blobs[0], blobs[1:], dt.datetime.fromisoformat(header["moment"]))
    return asdict(report), []


def examine(pdf: bytes, trust_roots: Sequence[bytes], moment: dt.datetime) -> SealReport:
    """Judge *pdf* in this very process; for a command line or a verifier that stands alone."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader

        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        signatures = list(reader.embedded_signatures)
    except (Exception, RecursionError) as error:
        return SealReport(Finding.UNREADABLE, problems=(type(error).__name__,))
    if not signatures:
        return SealReport(Finding.UNSIGNED)
    try:
        return _judge(pdf, reader, signatures, trust_roots, moment)
    except (PermissionError, ImportError, MemoryError):
        raise  # our own fault says nothing about the file
    except (Exception, RecursionError) as error:
        return SealReport(Finding.CHANGED, signatures=len(signatures), problems=(type(error).__name__,))


def _judge(
    pdf: bytes, reader: Any, signatures: list[Any], trust_roots: Sequence[bytes], moment: dt.datetime
) -> SealReport:
    from asn1crypto import x509
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    seal = signatures[0]
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in trust_roots],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=moment,
    )
    status = validate_pdf_signature(seal, context, skip_diff=True)  # every later revision is refused, whatever it holds
    coverage = getattr(seal.coverage, "name", "")
    docmdp = seal.docmdp_level
    facts = {
        "intact": bool(status.intact and status.valid),
        "trusted": bool(status.trusted),
        "entire_file": coverage == "ENTIRE_FILE",
        "single_certification": len(signatures) == 1
        and str(seal.sig_object.get("/SubFilter")) == "/ETSI.CAdES.detached"
        and docmdp is not None
        and docmdp.name == "NO_CHANGES",
        "later_revision": seal.signed_revision != reader.xrefs.total_revisions - 1,
        "canonical": canonical(pdf, seal, trust_roots if status.trusted else None),
    }
    sound = all(value is not (name == "later_revision") for name, value in facts.items() if name != "trusted")
    finding = (Finding.SEALED if facts["trusted"] else Finding.UNTRUSTED) if sound else Finding.CHANGED
    subject = seal.signer_cert.subject.native
    claimed = status.signer_reported_dt
    return SealReport(
        finding,
        signatures=len(signatures),
        timestamped=status.timestamp_validity is not None,
        claimed_at=claimed.astimezone(dt.UTC).isoformat() if claimed else "",
        signer=str(subject.get("common_name", ""))[:200],
        organisation=str(subject.get("organization_name", ""))[:200],
        reason=str(seal.sig_object.get("/Reason", ""))[:300],
        problems=tuple(name for name, value in facts.items() if value is (name == "later_revision")),
        **facts,
    )


def canonical(pdf: bytes, seal: Any, trust_roots: Sequence[bytes] | None) -> bool:
    """Tell whether the one place that the seal cannot cover, its own container, holds nothing but the seal.

    The hexadecimal text must be the canonical writing of the CMS object followed by zeros, and the CMS object may
    carry no certificate but the sealing one and our roots, and no unsigned attribute but a time stamp.
    """
    from asn1crypto import cms

    start, length, second, rest = (int(number) for number in seal.byte_range)
    if start != 0 or second + rest != len(pdf) or second <= length:
        return False
    gap = pdf[length:second]
    if gap[:1] != b"<" or gap[-1:] != b">":
        return False
    written = gap[1:-1]
    content = cms.ContentInfo.load(bytes.fromhex(written.decode("ascii")))
    encoded: bytes = content.copy().dump(force=True)
    expected = encoded.hex().encode()
    body, padding = written[: len(expected)], written[len(expected) :]
    allowed = {"signature_time_stamp_token"}
    unsigned = {a["type"].native for s in content["content"]["signer_infos"] for a in (s["unsigned_attrs"] or [])}
    if not _plain(content["content"], seal.signer_cert, trust_roots):
        return False
    return body in (expected, expected.upper()) and not padding.strip(b"0") and unsigned <= allowed


def _plain(signed: Any, certificate: Any, trust_roots: Sequence[bytes] | None) -> bool:
    """Tell whether the parts of the CMS object that no signature covers are exactly what they have to be."""
    from asn1crypto import algos, cms, core

    known = None if trust_roots is None else {certificate.dump(), *trust_roots}
    (info,) = signed["signer_infos"]
    digests = {algos.DigestAlgorithm({"algorithm": "sha256"}).dump()}
    digests.add(algos.DigestAlgorithm({"algorithm": "sha256", "parameters": None}).dump())
    kinds = {info["digest_algorithm"].dump(), *(kind.dump() for kind in signed["digest_algorithms"])}
    signer = cms.SignerIdentifier(
        {
            "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
            )
        }
    )
    signature = info["signature_algorithm"]
    plain = algos.SignedDigestAlgorithm({"algorithm": signature["algorithm"].native})
    with_null = algos.SignedDigestAlgorithm({"algorithm": signature["algorithm"].native, "parameters": core.Null()})
    return bool(
        len(signed["digest_algorithms"]) == 1
        and len(kinds) == 1
        and kinds <= digests
        and signed["version"].native == info["version"].native == "v1"
        and signed["encap_content_info"].dump() == cms.EncapsulatedContentInfo({"content_type": "data"}).dump()
        and info["sid"].dump() == signer.dump()
        and signature["algorithm"].native in ("sha256_ecdsa", "sha256_rsa", "rsassa_pkcs1v15")
        and signature.dump() in (plain.dump(), with_null.dump())
        and not signed["crls"]
        and (known is None or all(held.chosen.dump() in known for held in signed["certificates"]))
    )
