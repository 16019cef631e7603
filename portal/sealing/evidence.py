"""The evidence of signing: for people an annex, for machines a file. What is private to the reader stays out.

How somebody answered each clause is between the reader and the bureau; the parties get the totals, and the SHA-256 of
the full record, so that it can be proven when it must.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from dataclasses import dataclass
from typing import Any

import segno
from markupsafe import Markup

from portal.agreements.printing import Mark
from portal.core.audit import canonical
from portal.documents import dutch, pages
from portal.documents.authority import Authority
from portal.documents.levels import Level
from portal.sealing import presence
from portal.sealing.place import place
from portal.sealing.queries import Signed
from portal.signatures import consent
from portal.signatures.rules import strokes
from portal.signatures.rules.reading import judged

FORMAT = "driehoek-evidence/1"
METHODS = {
    "draw": "Handtekening getekend op het scherm",
    "type": "Naam getypt",
    "portal": "Ondertekend in het portaal",
    "paper": "Handtekening op papier",
}
CHANNELS = {
    "phone": "Persoonlijke link en eenmalige code per sms",
    "mail": "Persoonlijke link en eenmalige code per e-mail",
    "portal": "Eigen account in het portaal, wachtwoord opnieuw gegeven",
    "qr": "QR-code ter plaatse en eenmalige code",
    "tablet": "Op een tablet, met een medewerker als getuige",
    "paper": "Op papier, ingelezen door twee medewerkers",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a signer went through the text, in totals; the full record is named by its digest."""

    answered: int
    understood: int
    questions: int
    answered_questions: int
    teach_back_right: int
    teach_back_asked: int
    minutes: int
    digest: str


@dataclass(frozen=True, slots=True)
class Line:
    """One signer in the annex."""

    name: str
    capacity: str
    mandate: str
    required: bool
    at: dt.datetime
    method: str
    channel: str
    sent_to: str
    code_sent_at: dt.datetime | None
    code_checked_at: dt.datetime | None
    codes_sent: int
    confirmed_at: dt.datetime | None
    address: str
    agent: str
    typed_name: str
    consent: tuple[str, ...]
    consent_key: str
    consent_digest: str
    same_content: bool
    same_document: bool
    content_digest: str
    p0_sha256: str
    reading: Reading | None
    chain_seq: int
    chain_digest: str
    drawn_digest: str
    told: tuple[tuple[str, str], ...] = ()


def lines(made: Signed) -> list[Line]:
    """Tell of every signature, in signing order."""
    chain = {str(row.data.get("signatory_id")): row for row in made.trail if row.name == "signing.signed"}
    found = []
    for record in made.evidence:
        signature: Any = record["signature"]
        if signature is None:
            continue
        proof = signature["evidence"]
        text = consent.load(signature["consent_text_key"])
        link = chain.get(str(record["signatory_id"]))
        found.append(
            Line(
                name=str(record["name"]),
                capacity=str(record["capacity"]),
                mandate=str(record["mandate"]),
                required=bool(record["required"]),
                at=dt.datetime.fromisoformat(signature["at"]),
                method=METHODS.get(signature["method"], signature["method"]),
                channel=CHANNELS.get(str(proof.get("channel")), str(proof.get("channel"))),
                sent_to=str(proof.get("code_sent_to", "")),
                code_sent_at=_moment(proof.get("code_sent_at")),
                code_checked_at=_moment(proof.get("code_checked_at")),
                codes_sent=int(proof.get("codes_sent", 0)),
                confirmed_at=_moment(proof.get("confirmed_at")),
                address=str(proof.get("address", "")),
                agent=str(proof.get("agent", "")),
                typed_name=str(signature["typed_name"]),
                consent=text.sentences,
                consent_key=text.key,
                consent_digest=str(signature["consent_digest"]),
                same_content=signature["content_digest"] == made.version.content_digest,
                same_document=signature["p0_sha256"] == made.version.p0_sha256,
                content_digest=str(signature["content_digest"]),
                p0_sha256=str(signature["p0_sha256"]),
                reading=reading(proof),
                chain_seq=link.seq if link else 0,
                chain_digest=link.digest if link else "",
                drawn_digest=_digest(signature["strokes"]) if signature["strokes"] else "",
                told=tuple(presence.told(proof)),
            )
        )
    return found


def reading(proof: dict[str, Any]) -> Reading | None:
    """Sum up how somebody went through the text; None where nothing was recorded (in the portal)."""
    if "readings" not in proof:
        return None
    latest = {row["clause"]: row for row in proof["readings"]}
    checked = judged((row["clause"], row.get("teach_back_right")) for row in proof["readings"])
    questions = proof.get("questions", [])
    return Reading(
        answered=len(latest),
        understood=sum(row["answer"] == "understood" for row in latest.values()),
        questions=len(questions),
        answered_questions=sum(row.get("answered_at") is not None for row in questions),
        teach_back_right=sum(checked.values()),
        teach_back_asked=len(checked),
        minutes=round(sum(row.get("seconds") or 0 for row in proof["readings"]) / 60),
        digest=_digest({"questions": questions, "readings": proof["readings"]}),
    )


def marks(made: Signed) -> list[Mark]:
    """What stands in the signature blocks of the final file: the drawn line or the typed name, and when and how."""
    keys = {str(row.id): row.key for row in made.signatories}
    found = []
    for record in made.evidence:
        signature: Any = record["signature"]
        if signature is None:
            continue
        drawn = strokes.stored(signature["strokes"]) if signature["strokes"] else None
        found.append(
            Mark(
                key=keys[str(record["signatory_id"])],
                when=dutch.moment_nl(dt.datetime.fromisoformat(signature["at"])),
                method=METHODS.get(signature["method"], ""),
                path=drawn.path() if drawn else "",
                width=strokes.WIDTH,
                height=drawn.height if drawn else 160,
                typed="" if drawn else str(signature["typed_name"]),
            )
        )
    return found


def annex(made: Signed, *, at: dt.datetime, level: Level, authority: Authority) -> str:
    """Write the annex "Ondertekeningsbewijs" as HTML that follows the agreement."""
    return pages.page(
        "sealing/print/evidence.html",
        content=made.content,
        version=made.version,
        lines=lines(made),
        at=at,
        level=level.value,
        timestamped=level.stamped,
        long_term=level.rank >= Level.B_LT.rank,
        archived=level is Level.B_LTA,
        authority=authority,
        head=made.head,
        bureau=place.bureau,
        verification=place.verification,
        qr=qr(f"{place.verification}?v={made.version.content_digest[:12]}"),
        p0_name=P0_NAME,
    )


P0_NAME = "ter-ondertekening.pdf"
EVIDENCE_NAME = "bewijs.json"


def qr(address: str) -> Markup:
    """Draw a QR code as SVG with words for who cannot see it."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, title="QR-code naar de pagina waar u dit bestand controleert",
        border=0, dark="#17252a", svgclass="qr", lineclass=None, omitsize=True, nl=False,
    )  # fmt: skip
    return Markup(out.getvalue().decode())  # noqa: S704 - drawn here from our own address


def machine(made: Signed, *, at: dt.datetime, level: Level, authority: Authority) -> bytes:
    """Write the evidence for machines: canonical JSON with the slice of the audit chain."""
    return canonical(
        {
            "format": FORMAT,
            "agreement": {
                "reference": made.content.case_reference,
                "agreement": made.content.agreement_number,
                "version": made.content.version_number,
                "content_digest": made.version.content_digest,
                "approved_file": {"name": P0_NAME, "sha256": made.version.p0_sha256, "size": len(made.p0)},
            },
            "signatures": [_machine_line(record) for record in made.evidence],
            "consent_texts": {
                key: list(consent.load(key).sentences) for key in sorted({line.consent_key for line in lines(made)})
            },
            "log": [
                {"seq": row.seq, "name": row.name, "body": row.body, "previous": row.previous, "digest": row.digest}
                for row in made.trail
            ],
            "sealing": {
                "at": at.isoformat(),
                "by": place.bureau,
                "level": level.value,
                "qualified": False,
                "certificate_sha256": hashlib.sha256(authority.certificate).hexdigest(),
                "certificate_root_sha256": hashlib.sha256(authority.root).hexdigest(),
                "certificate_self_made": not authority.outside,
                "log_head": {"seq": made.head[0], "digest": made.head[1]},
                "verification": place.verification,
            },
        }
    ).encode()


def _machine_line(record: dict[str, Any]) -> dict[str, Any]:
    signature = record["signature"]
    kept = {
        name: record[name] for name in ("role", "meaning", "name", "capacity", "mandate", "required", "state", "order")
    }
    if signature is None:
        return kept | {"signature": None}
    private = ("readings", "questions", "user_id")
    proof = {name: value for name, value in signature["evidence"].items() if name not in private}
    summary = reading(signature["evidence"])
    return kept | {
        "signature": {name: signature[name] for name in signature if name not in ("evidence", "id")}
        | {"evidence": proof, "reading": _plain(summary) if summary else None}
    }


def _plain(summary: Reading) -> dict[str, Any]:
    return {name: getattr(summary, name) for name in Reading.__slots__}


def _digest(value: object) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
