"""The places in a file that no signature covers: the containers of the seal and of the time stamps."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any


def canonical(pdf: bytes, seal: Any, known: Collection[bytes] | None) -> bool:
    """Tell whether the one place that the seal cannot cover, its own container, holds nothing but the seal.

    The hexadecimal text must be the canonical writing of the CMS object in capitals followed by zeros, and the CMS object
    may carry no certificate but the sealing one and those *known* above it, each once, and no unsigned attribute but a
    time stamp.
    """
    from asn1crypto import cms

    written = _written(pdf, seal)
    if written is None:
        return False
    content = cms.ContentInfo.load(bytes.fromhex(written.decode("ascii")))
    allowed = {"signature_time_stamp_token"}
    unsigned = {a["type"].native for s in content["content"]["signer_infos"] for a in (s["unsigned_attrs"] or [])}
    if not _plain(content["content"], seal.signer_cert, known):
        return False
    return _only(written, content.copy().dump(force=True)) and unsigned <= allowed


def stamp_alone(pdf: bytes, stamp: Any) -> bool:
    """Tell whether the container of an archive time stamp holds the service's answer, as it came, and zeros."""
    from asn1crypto import cms

    written = _written(pdf, stamp)
    return written is not None and _only(written, cms.ContentInfo.load(bytes.fromhex(written.decode("ascii"))).dump())


def _written(pdf: bytes, signature: Any) -> bytes | None:
    start, length, second, rest = (int(number) for number in signature.byte_range)
    if start != 0 or second <= length or second + rest > len(pdf):
        return None
    gap = pdf[length:second]
    return gap[1:-1] if gap[:1] == b"<" and gap[-1:] == b">" else None


def _only(written: bytes, encoded: bytes) -> bool:
    expected = encoded.hex().upper().encode()
    return written.startswith(expected) and not written[len(expected) :].strip(b"0")


def _plain(signed: Any, certificate: Any, above: Collection[bytes] | None) -> bool:
    """Tell whether the parts of the CMS object that no signature covers are exactly what they have to be."""
    from asn1crypto import algos, cms, core

    known = None if above is None else {certificate.dump(), *above}
    held = [one.chosen.dump() for one in signed["certificates"]]
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
        and len(held) == len(set(held))
        and (known is None or known.issuperset(held))
    )
