#!/usr/bin/env python3
"""Verify a sealed agreement without the portal: Python's standard library and pyHanko, no network, no register.

Usage: verify_agreement.py FILE.pdf (--root certificate.pem | --fingerprint SHA256) [--services roots.pem]
                           [--register register.json] [--json]

The certificate, or its fingerprint, must come from elsewhere than the file: from the organisation, or from an earlier
document. It is the root that the organisation made itself or, under a root of somebody else, the sealing certificate.
What this can prove: the seal covers the whole file and nothing came behind it but time stamps; the attached approved
document, the attached content and the evidence belong together; each line of the log slice carries its own digest.
With the roots of time-stamp services (--services) also when it was stamped, and that a seal was stamped before its
certificate ended. With the register of editions (--register, from `portal seal register`) also whether exactly these
bytes were given out, and whether there is a newer edition. What it cannot see is printed every time.
Exit 0: everything proven; 1: something is wrong, it is named; 2: cannot be read.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import io
import json
import logging
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asn1crypto import cms, pem
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

APPROVED, EVIDENCE, CONTENT = "ter-ondertekening.pdf", "bewijs.json", "overeenkomst.json"
WITHOUT_REGISTER = (
    "whether the organisation knows this file: a file of another sealing, or sealed by whoever holds the key, looks the same",
    "whether this is an earlier edition: a file cut back to before a later time stamp is whole in itself",
    "whether somebody else put a time stamp behind it, or changed what a time-stamp service sends along unsigned",
)
BLIND = (
    "whether a newer version of the agreement took its place, or whether it was withdrawn or ended",
    "whether the log has later lines, or lines that were left out of the slice",
    "whether the certificate was revoked, when it is one that the organisation made itself",
    "the true moment of sealing, when there is no time stamp of a service whose root you gave",
)


@dataclass
class Findings:
    """What is wrong (faults) and what is good to know (notes)."""

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def attachments(reader: PdfFileReader) -> dict[str, bytes]:
    """Return the attached files by name."""
    found: dict[str, bytes] = {}
    names = reader.root["/Names"]["/EmbeddedFiles"]
    pending = [names]
    while pending:
        node = pending.pop()
        pending += [kid.get_object() for kid in node.get("/Kids", [])]
        pairs = list(node.get("/Names", []))
        for at in range(0, len(pairs), 2):
            entry = pairs[at + 1].get_object()
            found[str(entry.get("/UF", entry.get("/F")))] = entry["/EF"]["/F"].get_object().data
    return found


def container_is_plain(pdf: bytes, signature: Any, *, stamp: bool = False) -> bool:
    """Tell whether the bytes that a signature cannot cover, its own container, hold nothing but the signature."""
    start, length, second, rest = (int(number) for number in signature.byte_range)
    written = pdf[length + 1 : second - 1]
    if start != 0 or second + rest > len(pdf) or pdf[length : length + 1] != b"<" or pdf[second - 1 : second] != b">":
        return False
    content = cms.ContentInfo.load(bytes.fromhex(written.decode("ascii")))
    encoded = (content.dump() if stamp else content.copy().dump(force=True)).hex().encode()
    return written[: len(encoded)].lower() == encoded and not written[len(encoded) :].strip(b"0")


def check_stamps(pdf: bytes, stamps: list[Any], services: list[Any], moment: dt.datetime, found: Findings) -> dt.datetime:
    """Judge the time stamps behind the seal, each at the moment of the next one; return when the first good one was set."""
    for at, stamp in reversed(list(enumerate(stamps, 1))):
        context = ValidationContext(
            trust_roots=services, allow_fetching=False, revocation_mode="soft-fail", moment=moment
        )
        status = validate_pdf_timestamp(stamp, context, skip_diff=True)
        name = str(stamp.signer_cert.subject.native.get("common_name", "?"))[:100]
        if not (status.intact and status.valid):
            found.faults.append(f"time stamp {at} does not fit the bytes")
        elif status.trusted:
            moment = min(moment, status.timestamp)
        elif services:
            found.faults.append(f"time stamp {at} is not of a service whose root was given")
        if not container_is_plain(pdf, stamp, stamp=True):
            found.faults.append(f"there is something beside time stamp {at} in its container")
        known = "checked against the given roots" if status.trusted else "its service was not checked: give --services"
        found.notes.insert(0, f"time stamp {at}: {status.timestamp.isoformat()} by {name}, {known}")
    return moment


def check_seal(
    pdf: bytes, reader: PdfFileReader, roots: list[Any], fingerprint: str, services: list[Any], moment: dt.datetime,
    found: Findings,
) -> None:  # fmt: skip
    """Judge the seal and what came behind it."""
    signatures = list(reader.embedded_signatures)
    if not signatures:
        found.faults.append("there is no seal")
        return
    seal, stamps = signatures[0], signatures[1:]
    if any(one.sig_object_type != "/DocTimeStamp" for one in stamps):
        found.faults.append(f"there must be one seal, with time stamps behind it; there are {len(signatures)} signatures")
        return
    held = [one.chosen for one in seal.signed_data["certificates"]]
    known = {fingerprint, *(hashlib.sha256(one.dump()).hexdigest() for one in roots)} - {""}
    pinned = hashlib.sha256(seal.signer_cert.dump()).hexdigest() in known
    alone = any(not one.ca for one in roots)  # a sealing certificate was given: nobody else under its root will do
    roots = [*roots, *(one for one in held if hashlib.sha256(one.dump()).hexdigest() == fingerprint)]
    if not roots:
        found.faults.append("no certificate in the seal has this fingerprint")
        return
    moment = check_stamps(pdf, stamps, services, moment, found)
    status = check_signature(seal, roots, services, moment, bool(stamps))
    inner = status.timestamp_validity
    if inner is not None:
        trusted = "checked against the given roots" if inner.trusted else "its service was not checked: give --services"
        found.notes.insert(0, f"time stamp in the seal: {inner.timestamp.isoformat()}, {trusted}")
        if inner.trusted and inner.intact and not status.trusted:
            status = check_signature(seal, roots, services, min(moment, inner.timestamp), bool(stamps))
    subject, issuer = seal.signer_cert.subject.human_friendly, seal.signer_cert.issuer.human_friendly
    found.notes.insert(0, f"sealed by: {subject}; certificate issued by: {issuer}")
    level = getattr(seal.docmdp_level, "name", "")
    revisions = list(range(seal.signed_revision + 1, reader.xrefs.total_revisions))
    covered = [getattr(one.coverage, "name", "") for one in signatures]
    faults = {
        "the signature does not fit the bytes": status.intact and status.valid,
        "the seal is not of this certificate": pinned or (status.trusted and not alone),
        "the seal, or the last time stamp, does not cover the whole file": covered[-1] == "ENTIRE_FILE"
        and all(one == "ENTIRE_REVISION" for one in covered[:-1]),
        "something was added after sealing": [one.signed_revision for one in stamps] == revisions
        and (not stamps or bool(status.docmdp_ok)),
        "it is no certification that forbids every change": level == "NO_CHANGES",
        "it is another kind of signature": str(seal.sig_object.get("/SubFilter")) == "/ETSI.CAdES.detached",
        "there is something beside the seal in its container": container_is_plain(pdf, seal),
        "the time stamp in the seal does not fit": inner is None or (inner.intact and inner.valid),
    }
    found.faults += [fault for fault, fine in faults.items() if not fine]


def check_signature(seal: Any, roots: list[Any], services: list[Any], moment: dt.datetime, later: bool) -> Any:
    """Have pyHanko judge the seal at *moment*."""
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    soft: dict[str, Any] = {"allow_fetching": False, "revocation_mode": "soft-fail", "moment": moment}
    return validate_pdf_signature(
        seal, ValidationContext(trust_roots=roots, **soft), ValidationContext(trust_roots=services, **soft),
        key_usage_settings=usage, skip_diff=not later,
    )  # fmt: skip


def check_register(pdf: bytes, register: dict[str, Any], found: Findings) -> None:
    """Look the bytes up among the editions that were given out."""
    digest = hashlib.sha256(pdf).hexdigest()
    row = next((one for one in register["editions"] if one["sha256"] == digest), None)
    if row is None:
        found.faults.append(f"these bytes are not on the register of {register['made_at'][:10]}")
    elif row["edition"] < row["newest"]:
        found.notes.append(
            f"older edition: this is edition {row['edition']} ({row['level']}), the register holds a newer one: {row['newest']}"
        )
    else:
        found.notes.append(f"newest edition on the register: {row['edition']} ({row['level']})")


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def check_evidence(files: dict[str, bytes]) -> list[str]:
    """Return what does not fit between the attached files."""
    missing = [name for name in (APPROVED, EVIDENCE, CONTENT) if name not in files]
    if missing:
        return [f"not attached: {', '.join(missing)}"]
    evidence = json.loads(files[EVIDENCE])
    agreement, faults = evidence["agreement"], []
    if hashlib.sha256(files[APPROVED]).hexdigest() != agreement["approved_file"]["sha256"]:
        faults.append("the approved document is another than the evidence names")
    if hashlib.sha256(files[CONTENT]).hexdigest() != agreement["content_digest"]:
        faults.append("the attached content is another than the evidence names")
    for row in evidence["signatures"]:
        given = row["signature"]
        if row["required"] and given is None:
            faults.append(f"the signature of the {row['role']} is missing")
        if given and (given["content_digest"], given["p0_sha256"]) != (
            agreement["content_digest"], agreement["approved_file"]["sha256"]
        ):  # fmt: skip
            faults.append(f"the {row['role']} signed something else")
        sentences = evidence["consent_texts"].get(given["consent_text_key"]) if given else None
        if given and hashlib.sha256(
            canonical({"key": given["consent_text_key"], "sentences": sentences})
        ).hexdigest() != given["consent_digest"]:
            faults.append(f"the {row['role']} saw other words of consent")
    last = 0
    for row in evidence["log"]:
        told = hashlib.sha256(f"log1{row['seq']}{row['previous']}{row['body']}".encode()).hexdigest()
        if told != row["digest"] or row["seq"] <= last:
            faults.append(f"line {row['seq']} of the log does not fit its digest")
        last = row["seq"]
    return faults


def examine(
    pdf: bytes, roots: list[Any], fingerprint: str, moment: dt.datetime, services: list[Any] | None = None,
    register: dict[str, Any] | None = None,
) -> Findings:  # fmt: skip
    """Return everything that is wrong with *pdf* and what is good to know; raises for what is no PDF with a seal."""
    found = Findings()
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    check_seal(pdf, reader, roots, fingerprint, services or [], moment, found)
    try:
        found.faults += check_evidence(attachments(reader))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        found.faults.append(f"the evidence cannot be read ({type(error).__name__})")
    if register is not None:
        check_register(pdf, register, found)
    return found


def certificates(path: Path) -> list[Any]:
    """Read every certificate of a PEM or DER file."""
    data = path.read_bytes()
    if not pem.detect(data):
        return [asn1.Certificate.load(data)]
    return [asn1.Certificate.load(one) for _, _, one in pem.unarmor(data, multiple=True)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    known = parser.add_mutually_exclusive_group(required=True)
    known.add_argument("--root", type=Path, help="certificate to believe, PEM or DER")
    known.add_argument("--fingerprint", default="", help="SHA-256 of the certificate to believe, hexadecimal")
    parser.add_argument("--services", type=Path, help="root certificates of time-stamp services, PEM")
    parser.add_argument("--register", type=Path, help="the register of editions, from: portal seal register --to FILE")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    try:
        found = examine(
            given.file.read_bytes(),
            certificates(given.root) if given.root else [],
            given.fingerprint.lower().replace(":", ""),
            dt.datetime.now(dt.UTC),
            certificates(given.services) if given.services else None,
            json.loads(given.register.read_text()) if given.register else None,
        )
    except (Exception, RecursionError) as error:
        print(f"cannot be read: {type(error).__name__}: {error}"[:300], file=sys.stderr)
        return 2
    blind = BLIND if given.register else (*WITHOUT_REGISTER, *BLIND)
    if given.json:
        unseen = "not_seen_with_the_register" if given.register else "not_seen_without_the_register"
        print(json.dumps({"file": given.file.name, "faults": found.faults, "notes": found.notes, unseen: blind}, indent=1))
    else:
        print("unchanged since sealing, and its parts belong together" if not found.faults else "NOT IN ORDER:")
        for fault in (*found.faults, *found.notes):
            print(f"- {fault}")
        print("cannot be seen from here:" if given.register else "cannot be seen without the register:")
        for words in blind:
            print(f"- {words}")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
