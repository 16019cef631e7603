#!/usr/bin/env python3
"""Verify a sealed agreement without the portal: Python's standard library and pyHanko, no network, no register.

Usage: verify_agreement.py FILE.pdf (--root basiscertificaat.pem | --fingerprint SHA256) [--json]

The root certificate, or its fingerprint, must come from elsewhere than the file: from the organisation, or from an
earlier document. What this can prove: the seal covers the whole file and nothing was added; the attached approved
document, the attached content and the evidence belong together; each line of the log slice carries its own digest.
What it cannot see without the register is printed every time.
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
from pathlib import Path
from typing import Any

from asn1crypto import cms, pem
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

APPROVED, EVIDENCE, CONTENT = "ter-ondertekening.pdf", "bewijs.json", "overeenkomst.json"
BLIND = (
    "whether the organisation knows this file: a file of another sealing, or sealed by whoever holds the key, looks the same",
    "whether a newer version took its place, or whether it was withdrawn or ended",
    "whether the log has later lines, or lines that were left out of the slice",
    "whether the certificate was revoked, when it is one that the organisation made itself",
    "the true moment of sealing, when there is no time stamp of somebody else",
)


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


def container_is_plain(pdf: bytes, seal: Any) -> bool:
    """Tell whether the only bytes outside the seal's reach hold nothing but the seal."""
    start, length, second, rest = (int(number) for number in seal.byte_range)
    written = pdf[length + 1 : second - 1]
    if start != 0 or second + rest != len(pdf) or pdf[length : length + 1] != b"<" or pdf[second - 1 : second] != b">":
        return False
    encoded = cms.ContentInfo.load(bytes.fromhex(written.decode("ascii"))).copy().dump(force=True).hex().encode()
    return written[: len(encoded)].lower() == encoded and not written[len(encoded) :].strip(b"0")


def check_seal(pdf: bytes, reader: PdfFileReader, roots: list[Any], fingerprint: str, moment: dt.datetime) -> list[str]:
    """Return what is wrong with the seal."""
    signatures = list(reader.embedded_signatures)
    if len(signatures) != 1:
        return [f"there must be one seal, there are {len(signatures)}"]
    seal = signatures[0]
    if not roots:
        held = [one.chosen for one in seal.signed_data["certificates"]]
        roots = [one for one in held if hashlib.sha256(one.dump()).hexdigest() == fingerprint]
        if not roots:
            return ["no certificate in the seal has this fingerprint"]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail", moment=moment)
    status = validate_pdf_signature(seal, context, skip_diff=True)
    level = getattr(seal.docmdp_level, "name", "")
    faults = {
        "the signature does not fit the bytes": status.intact and status.valid,
        "the seal is not of this root certificate": status.trusted,
        "the seal does not cover the whole file": getattr(seal.coverage, "name", "") == "ENTIRE_FILE",
        "something was added after sealing": seal.signed_revision == reader.xrefs.total_revisions - 1,
        "it is no certification that forbids every change": level == "NO_CHANGES",
        "it is another kind of signature": str(seal.sig_object.get("/SubFilter")) == "/ETSI.CAdES.detached",
        "there is something beside the seal in its container": container_is_plain(pdf, seal),
    }
    return [fault for fault, fine in faults.items() if not fine]


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


def examine(pdf: bytes, roots: list[Any], fingerprint: str, moment: dt.datetime) -> list[str]:
    """Return everything that is wrong with *pdf*; raises for what is no PDF with a seal."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    faults = check_seal(pdf, reader, roots, fingerprint, moment)
    try:
        return faults + check_evidence(attachments(reader))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        return [*faults, f"the evidence cannot be read ({type(error).__name__})"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    known = parser.add_mutually_exclusive_group(required=True)
    known.add_argument("--root", type=Path, help="root certificate, PEM or DER")
    known.add_argument("--fingerprint", default="", help="SHA-256 of the root certificate, hexadecimal")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    try:
        pdf, roots = given.file.read_bytes(), []
        if given.root:
            data = given.root.read_bytes()
            roots = [asn1.Certificate.load(pem.unarmor(data)[2] if pem.detect(data) else data)]
        faults = examine(pdf, roots, given.fingerprint.lower().replace(":", ""), dt.datetime.now(dt.UTC))
    except (Exception, RecursionError) as error:
        print(f"cannot be read: {type(error).__name__}: {error}"[:300], file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps({"file": given.file.name, "faults": faults, "not_seen_without_the_register": BLIND}, indent=1))
    else:
        print("unchanged since sealing, and its parts belong together" if not faults else "NOT IN ORDER:")
        for fault in faults:
            print(f"- {fault}")
        print("cannot be seen without the register:")
        for words in BLIND:
            print(f"- {words}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
