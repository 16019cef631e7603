#!/usr/bin/env python3
"""Verify a sealed agreement without the portal: Python's standard library and pyHanko, no network, no register.

The certificate, or its fingerprint, must come from elsewhere than the file: from the organisation, or from an earlier
document. It is the root that the organisation made itself or, under a root of somebody else, the sealing certificate.
What this can prove: the seal covers the whole file and nothing came behind it but time stamps; the attached approved
document, the attached content and the evidence belong together; each line of the log slice carries its own digest.
With the roots of time-stamp services (--services) also when it was stamped, and that a seal was stamped before its
certificate ended. With the register of editions (--register, from `portal seal register`) also whether exactly these
bytes were given out, and whether there is a newer edition. What it cannot see is printed every time.
Exit 0: everything proven; 1: something is wrong, each fault has a name; 2: the file is no PDF that can be read;
3: not judged, because a file that you named is missing or is not what it should be.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import io
import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from asn1crypto import algos, cms, pem
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

APPROVED, EVIDENCE, CONTENT = "ter-ondertekening.pdf", "bewijs.json", "overeenkomst.json"
LARGEST, MOST_SIGNATURES, MOST_NODES = 50_000_000, 100, 1_000
STAMP_ATTRIBUTE = "signature_time_stamp_token"
STAMPS_AT_LEAST = {"PAdES B-B": 0, "PAdES B-T": 1, "PAdES B-LT": 1, "PAdES B-LTA": 2}

FAULTS = {
    "unreadable": "the file cannot be read as a PDF",
    "locked": "the file is locked with a password",
    "no-seal": "there is no seal: there must be one",
    "signatures": "there must be one seal, with nothing but time stamps behind it",
    "broken": "the seal, or what is needed to judge it, is broken",
    "stranger": "the seal is not of the certificate that you gave",
    "bytes": "the signature does not fit the bytes",
    "coverage": "the seal, or the last time stamp, does not cover the whole file",
    "added": "something else than time stamps was added after sealing",
    "kind": "it is no certification (PAdES) that forbids every change",
    "container": "there is something beside the seal, or a time stamp, in the place that it cannot cover itself",
    "stamp": "a time stamp does not fit the bytes",
    "service": "a time stamp is not of a service whose root was given",
    "stripped": "there is less proof than the evidence tells of: time stamps were left out",
    "attached": "the attached files and the evidence do not belong together",
    "evidence": "the evidence cannot be read",
    "register": "these bytes are not on the register",
}
UNREADABLE = {"unreadable", "locked"}
EXITS = {"in_order": 0, "not_in_order": 1, "unreadable": 2, "not_judged": 3}
WITHOUT_REGISTER = {
    "sealer": "whether somebody who held the key sealed a file that the organisation does not know",
    "other": "whether this is the file that you meant: another sealed file looks as good, so it is said above which this is",
    "rollback": "whether this is an earlier edition: a file cut back to before a later time stamp is whole in itself",
    "restamp": "whether somebody else had a time stamp put behind it",
    "service": "whether what a time-stamp service sends along unsigned was changed",
}
BLIND = {
    "later": "whether a newer version of the agreement took its place, or whether it was withdrawn or ended",
    "log": "whether the log has later lines, or lines that were left out of the slice",
    "revoked": "whether the certificate was revoked, when it is one that the organisation made itself",
    "moment": "the true moment of sealing, when there is no time stamp of a service whose root you gave",
}


@dataclass
class Findings:
    """What is wrong (faults, by name) and what is good to know (notes)."""

    faults: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def fault(self, name: str, more: object = "") -> None:
        """Note the fault called *name*."""
        before = self.faults.get(name)
        told = f"{before or FAULTS[name]}{';' if before and more else ''}"
        self.faults[name] = plain(f"{told}{f' ({more})' if more else ''}")

    @property
    def outcome(self) -> str:
        """The answer in one word."""
        if not self.faults:
            return "in_order"
        return "unreadable" if UNREADABLE & self.faults.keys() else "not_in_order"


def plain(text: str) -> str:
    """Keep what a file says about itself from steering a terminal, or filling it."""
    return "".join(one if one.isprintable() else "?" for one in text[:600])


def attachments(reader: PdfFileReader) -> dict[str, bytes]:
    """Return the attached files by name."""
    found: dict[str, bytes] = {}
    pending, seen = [reader.root["/Names"]["/EmbeddedFiles"]], 0
    while pending:
        node, seen = pending.pop(), seen + 1
        pairs = list(node.get("/Names", []))
        if seen > MOST_NODES:
            raise ValueError("too many attachments")
        pending += [kid.get_object() for kid in node.get("/Kids", [])]
        for at in range(0, len(pairs), 2):
            entry = pairs[at + 1].get_object()
            name = str(entry.get("/UF", entry.get("/F")))
            if name in (APPROVED, EVIDENCE, CONTENT):
                found[name] = entry["/EF"]["/F"].get_object().data
    return found


def container_is_plain(pdf: bytes, signature: Any, *, stamp: bool = False) -> bool:
    """Tell whether the bytes that a signature cannot cover, its own container, hold nothing but the signature."""
    start, length, second, rest = (int(number) for number in signature.byte_range)
    gap = pdf[length:second]
    if start != 0 or second + rest > len(pdf) or gap[:1] != b"<" or gap[-1:] != b">":
        return False
    content = cms.ContentInfo.load(bytes.fromhex(gap[1:-1].decode("ascii")))
    encoded = (content.dump() if stamp else content.copy().dump(force=True)).hex().upper().encode()
    if not gap.startswith(encoded, 1) or gap[1 + len(encoded) : -1].strip(b"0"):
        return False
    return stamp or unsigned_is_plain(content["content"], signature.signer_cert)


def unsigned_is_plain(signed: Any, certificate: Any) -> bool:
    """Tell whether the parts of a seal that no signature covers, certificates apart, are exactly what they have to be."""
    (info,) = signed["signer_infos"]
    bare, null = algos.DigestAlgorithm({"algorithm": "sha256"}), {"algorithm": "sha256", "parameters": None}
    digests = {bare.dump(), algos.DigestAlgorithm(null).dump()}
    number = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    signer = cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber(number)})
    how = info["signature_algorithm"]
    return bool(
        [one.dump() for one in signed["digest_algorithms"]] == [info["digest_algorithm"].dump()]
        and info["digest_algorithm"].dump() in digests
        and signed["version"].native == info["version"].native == "v1"
        and signed["encap_content_info"].dump() == cms.EncapsulatedContentInfo({"content_type": "data"}).dump()
        and info["sid"].dump() == signer.dump()
        and how["algorithm"].native in ("sha256_ecdsa", "sha256_rsa", "rsassa_pkcs1v15")
        and how["parameters"].native is None
        and {one["type"].native for one in info["unsigned_attrs"] or ()} <= {STAMP_ATTRIBUTE}
        and not signed["crls"]
        and len(signed["certificates"]) == len({one.chosen.dump() for one in signed["certificates"]})
    )


def check_stamps(
    pdf: bytes, stamps: list[Any], services: list[Any], moment: dt.datetime, found: Findings
) -> dt.datetime:
    """Judge the time stamps behind the seal, each at the moment of the next one; return when the first good one was set."""
    for at, stamp in reversed(list(enumerate(stamps, 1))):
        status = validate_pdf_timestamp(stamp, believing(services, moment), skip_diff=True)
        told = judge_stamp(f"time stamp {at}", status, stamp.signer_cert, services, found)
        if status.trusted and told:
            moment = min(moment, status.timestamp)
        if not container_is_plain(pdf, stamp, stamp=True):
            found.fault("container", f"time stamp {at}")
    return moment


def judge_stamp(name: str, status: Any, certificate: Any, services: list[Any], found: Findings) -> bool:
    """Tell whether one time stamp fits the bytes, and note whose it is."""
    fits = bool(status.intact and status.valid)
    if not fits:
        found.fault("stamp", name)
    elif services and not status.trusted:
        found.fault("service", name)
    service = str(certificate.subject.native.get("common_name", "?"))[:100]
    doubt = "not of a service that you gave" if services else "its service was not checked: give --services"
    known = "checked against the given roots" if status.trusted else doubt
    found.notes.insert(0, plain(f"{name}: {status.timestamp.isoformat()} by {service}, {known}"))
    return fits


def check_seal(
    pdf: bytes, reader: PdfFileReader, roots: list[Any], fingerprint: str, services: list[Any], moment: dt.datetime,
    found: Findings,
) -> None:  # fmt: skip
    """Judge the seal and what came behind it; a fault that is cheap to see saves the walk through the revisions."""
    signatures = list(reader.embedded_signatures)
    others = any(one.sig_object_type != "/DocTimeStamp" for one in signatures[1:])
    if not signatures or others or len(signatures) > MOST_SIGNATURES:
        found.fault("signatures" if signatures else "no-seal", f"there are {len(signatures)}")
        return
    seal, stamps = signatures[0], signatures[1:]
    held = [one.chosen for one in seal.signed_data["certificates"]]
    known = {fingerprint, *(sha256(one.dump()) for one in roots)} - {""}
    pinned = sha256(seal.signer_cert.dump()) in known
    alone = any(not one.ca for one in roots)  # a sealing certificate was given: nobody else under its root will do
    roots = [*roots, *(one for one in held if sha256(one.dump()) == fingerprint)]
    moment = check_stamps(pdf, stamps, services, moment, found)
    status = check_signature(seal, roots, services, moment)
    inner = status.timestamp_validity
    if inner is not None:
        fits = judge_stamp("time stamp in the seal", inner, inner.signing_cert, services, found)
        if inner.trusted and fits and not status.trusted:
            status = check_signature(seal, roots, services, min(moment, inner.timestamp))
    subject, issuer = seal.signer_cert.subject.human_friendly, seal.signer_cert.issuer.human_friendly
    found.notes.insert(0, plain(f"sealed by: {subject}; certificate issued by: {issuer}"))
    revisions = list(range(seal.signed_revision + 1, reader.xrefs.total_revisions))
    covered = [getattr(one.coverage, "name", "") for one in signatures]
    facts = {
        "bytes": status.intact and status.valid,
        "stranger": pinned or (status.trusted and not alone),
        "coverage": covered == ["ENTIRE_REVISION"] * len(stamps) + ["ENTIRE_FILE"],
        "added": [one.signed_revision for one in stamps] == revisions,
        "kind": getattr(seal.docmdp_level, "name", "") == "NO_CHANGES"
        and str(seal.sig_object.get("/SubFilter")) == "/ETSI.CAdES.detached",
        "container": container_is_plain(pdf, seal),
    }
    for name, fine in facts.items():
        if not fine:
            found.fault(name)
    if stamps and not found.faults and not check_signature(seal, roots, services, moment, walk=True).docmdp_ok:
        found.fault("added")


def check_signature(seal: Any, roots: list[Any], services: list[Any], moment: dt.datetime, walk: bool = False) -> Any:
    """Have pyHanko judge the seal at *moment*; *walk* through what every later revision changed."""
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    by, stampers = believing(roots, moment), believing(services, moment)
    return validate_pdf_signature(seal, by, stampers, key_usage_settings=usage, skip_diff=not walk)


def believing(roots: list[Any], moment: dt.datetime) -> ValidationContext:
    return ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail", moment=moment)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def check_register(pdf: bytes, register: dict[str, Any], found: Findings) -> None:
    """Look the bytes up among the editions that were given out."""
    rows = {one["sha256"]: (int(one["edition"]), int(one["newest"]), one["level"]) for one in register["editions"]}
    number, newest, level = rows.get(sha256(pdf), (0, 0, ""))
    if not number:
        found.fault("register", f"of {register['made_at'][:10]}")
    elif number < newest:
        found.notes.append(f"older edition: this is edition {number} ({level}), the newest on the register is {newest}")
    else:
        found.notes.append(f"newest edition on the register: {number} ({level})")


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def check_evidence(files: dict[str, bytes], evidence: dict[str, Any]) -> Iterator[str]:
    """Tell what does not fit between the attached files."""
    agreement = evidence["agreement"]
    approved, content = agreement["approved_file"]["sha256"], agreement["content_digest"]
    if sha256(files[APPROVED]) != approved:
        yield "the approved document is another than the evidence names"
    if sha256(files[CONTENT]) != content:
        yield "the attached content is another than the evidence names"
    for row in evidence["signatures"]:
        given = row["signature"]
        if given is None:
            if row["required"]:
                yield f"the signature of the {row['role']} is missing"
            continue
        if (given["content_digest"], given["p0_sha256"]) != (content, approved):
            yield f"the {row['role']} signed something else"
        key = given["consent_text_key"]
        if sha256(canonical({"key": key, "sentences": evidence["consent_texts"].get(key)})) != given["consent_digest"]:
            yield f"the {row['role']} saw other words of consent"
    last = 0
    for row in evidence["log"]:
        told = sha256(f"log1{row['seq']}{row['previous']}{row['body']}".encode())
        if told != row["digest"] or row["seq"] <= last:
            yield f"line {row['seq']} of the log does not fit its digest"
        last = row["seq"]


def check_proof(reader: PdfFileReader, moment: dt.datetime, found: Findings) -> None:
    """Compare the seal with what the evidence, which it covers, tells about it, and say which agreement this is."""
    files = attachments(reader)
    missing = [name for name in (APPROVED, EVIDENCE, CONTENT) if name not in files]
    if missing:
        found.fault("attached", f"there is no {', '.join(missing)}")
        return
    evidence = json.loads(files[EVIDENCE])
    for fault in check_evidence(files, evidence):
        found.fault("attached", fault)
    sealing, agreement = evidence["sealing"], evidence["agreement"]
    seal, *stamps = reader.embedded_signatures
    held = {sha256(one.chosen.dump()): one.chosen for one in seal.signed_data["certificates"]}
    root = [one for name, one in held.items() if name == sealing["certificate_root_sha256"]]
    path = check_signature(seal, root, [], seal.self_reported_timestamp or moment).validation_path
    if sha256(seal.signer_cert.dump()) != sealing["certificate_sha256"]:
        found.fault("attached", "the evidence names another certificate")
    if held.keys() - {sha256(one.dump()) for one in path or ()}:
        found.fault("container", "a certificate that the seal does not need")
    within = sum(one["type"].native == STAMP_ATTRIBUTE for one in seal.signer_info["unsigned_attrs"] or ())
    least = STAMPS_AT_LEAST[sealing["level"]]
    if within < min(least, 1) or within + len(stamps) < least:
        found.fault("stripped", f"it tells of {sealing['level']}")
    which = f"agreement {agreement['agreement']}, version {agreement['version']}, of case {agreement['reference']}"
    found.notes.insert(0, plain(f"this is {which}; digest of its content: {agreement['content_digest']}"))


def examine(
    pdf: bytes, roots: list[Any], fingerprint: str, moment: dt.datetime, services: list[Any] | None = None,
    register: dict[str, Any] | None = None,
) -> Findings:  # fmt: skip
    """Return everything that is wrong with *pdf* and what is good to know; works on any bytes."""
    found, doing = Findings(), "unreadable"
    if register is not None:
        check_register(pdf, register, found)
    try:
        if len(pdf) > LARGEST:
            raise ValueError(f"larger than {LARGEST} bytes")
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        if reader.encrypted:
            found.fault("locked")
            return found
        _, doing = reader.root["/Pages"], "broken"
        check_seal(pdf, reader, roots, fingerprint, services or [], moment, found)
        if not found.faults.keys() - {"register", "service"}:  # what nobody sealed tells nothing
            doing = "evidence"
            check_proof(reader, moment, found)
    except Exception as error:
        found.fault(doing, f"{type(error).__name__}: {error}")
    return found


def certificates(path: Path) -> list[Any]:
    """Read every certificate of a PEM or DER file."""
    data = path.read_bytes()
    parts = [one for _, _, one in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
    made = [asn1.Certificate.load(one, strict=True) for one in parts]
    return made if all(one.native for one in made) else []  # asn1crypto reads late: what is no certificate fails here


class Arguments(argparse.ArgumentParser):
    """Tells what is wrong with the question apart from what is wrong with the file."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(EXITS["not_judged"], f"NOT JUDGED: {message}\n")


def arguments() -> argparse.Namespace:
    parser = Arguments(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    known = parser.add_mutually_exclusive_group(required=True)
    known.add_argument("--root", type=Path, help="certificate to believe, PEM or DER")
    known.add_argument("--fingerprint", default="", help="SHA-256 of the certificate to believe, hexadecimal")
    parser.add_argument("--services", type=Path, help="root certificates of time-stamp services, PEM")
    parser.add_argument("--register", type=Path, help="the register of editions, from: portal seal register --to FILE")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    given.fingerprint = given.fingerprint.lower().replace(":", "")
    if not given.root and (len(given.fingerprint) != 64 or set(given.fingerprint) - set("0123456789abcdef")):
        parser.error("a fingerprint has 64 hexadecimal digits")
    try:
        given.pdf = given.file.read_bytes()
        given.roots = certificates(given.root) if given.root else []
        given.stampers = certificates(given.services) if given.services else []
        given.editions = json.loads(given.register.read_text()) if given.register else None
        check_register(b"", given.editions or {"editions": [], "made_at": ""}, Findings())
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        parser.error(plain(f"{type(error).__name__}: {error}"))
    return given


def main() -> int:
    logging.disable(logging.CRITICAL)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    given = arguments()
    found = examine(given.pdf, given.roots, given.fingerprint, dt.datetime.now(dt.UTC), given.stampers, given.editions)
    blind = BLIND if given.register else WITHOUT_REGISTER | BLIND
    unseen = "cannot be seen from here" if given.register else "cannot be seen without the register"
    if given.json:
        told = {"file": given.file.name, "outcome": found.outcome, "faults": found.faults, "notes": found.notes}
        print(json.dumps(told | {unseen.replace(" ", "_"): blind}, indent=1))
        return EXITS[found.outcome]
    first = "IN ORDER: unchanged since sealing, and its parts belong together"
    print(first if not found.faults else f"{found.outcome.replace('_', ' ').upper()}:")
    for line in (*(f"{name}: {fault}" for name, fault in found.faults.items()), *found.notes):
        print(f"- {line}")
    print(f"{unseen}:")
    for name, words in blind.items():
        print(f"- {name}: {words}")
    return EXITS[found.outcome]


if __name__ == "__main__":
    sys.exit(main())
