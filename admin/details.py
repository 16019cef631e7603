"""Dutch words for what an event of the audit log holds: its keys, and the codes that stand behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from admin import words
from admin.history import is_identifier
from portal.desk.messages import SIGNERS

KEYS: Mapping[str, LazyString] = {
    "act": _l("handeling"),
    "action": _l("stap"),
    "active": _l("in gebruik"),
    "after": _l("daarna"),
    "answer": _l("antwoord"),
    "asked": _l("gevraagd"),
    "assessed_on": _l("datum van het formulier"),
    "attempts": _l("pogingen"),
    "before": _l("daarvoor"),
    "category": _l("soort melding"),
    "chain_head": _l("controlegetal van het logboek"),
    "chain_seq": _l("regel van het logboek"),
    "channel": _l("weg"),
    "clause_number": _l("afspraak"),
    "code": _l("code"),
    "codes": _l("open punten"),
    "compartment": _l("voor wie"),
    "consent_digest": _l("controlegetal van de instemming"),
    "consent_key": _l("instemming"),
    "content_digest": _l("controlegetal van de inhoud"),
    "corrects": _l("verbetert melding"),
    "count": _l("aantal"),
    "digest": _l("controlegetal"),
    "ends_on": _l("eindigt op"),
    "family_key": _l("formulier"),
    "field_id": _l("vraag"),
    "fields": _l("gewijzigd"),
    "fingerprint": _l("vingerafdruk"),
    "first_exhibit": _l("eerste productie"),
    "form_digest": _l("controlegetal van het formulier"),
    "from_digest": _l("controlegetal van het vorige formulier"),
    "in_force_on": _l("geldt vanaf"),
    "included": _l("meegegeven"),
    "job": _l("taak"),
    "key": _l("sjabloon"),
    "kind": _l("soort"),
    "last_exhibit": _l("laatste productie"),
    "left": _l("over"),
    "left_out": _l("weggelaten"),
    "letter": _l("brief"),
    "level": _l("niveau van het zegel"),
    "locale": _l("taal"),
    "members": _l("personen"),
    "method": _l("wijze"),
    "narrowed": _l("gefilterd"),
    "number": _l("nummer"),
    "on": _l("op"),
    "outcome": _l("uitkomst"),
    "p0_sha256": _l("controlegetal van het document"),
    "pages": _l("bladzijden"),
    "part": _l("onderdeel"),
    "period_from": _l("vanaf"),
    "period_until": _l("tot en met"),
    "proven_until": _l("te bewijzen tot"),
    "purpose": _l("doel"),
    "reason": _l("reden"),
    "record_kind": _l("soort gegeven"),
    "reference": _l("kenmerk"),
    "reflection_ends_at": _l("bedenktijd tot"),
    "released": _l("vrijgegeven teksten"),
    "response": _l("antwoord"),
    "result": _l("uitkomst"),
    "revision": _l("wijziging"),
    "right": _l("goed"),
    "role": _l("rol"),
    "scheme": _l("volgorde"),
    "screen": _l("scherm"),
    "second_factor": _l("tweede stap"),
    "seconds": _l("seconden"),
    "sha256": _l("controlegetal van het bestand"),
    "signatures": _l("handtekeningen"),
    "stated_on": _l("dag van de melding"),
    "subject": _l("onderwerp"),
    "teach_back_right": _l("terugvraag goed"),
    "template_key": _l("sjabloon"),
    "told_by": _l("verteld door"),
    "unfit": _l("antwoorden die niet pasten"),
    "until": _l("tot"),
    "valid_until": _l("geldig tot"),
    "verified": _l("bevestigd"),
    "voice_sha256": _l("controlegetal van de opname"),
    "wants": _l("wil"),
    "way": _l("manier"),
    "what": _l("wat"),
    "why": _l("waarom"),
}
"""A word for every key that an event may have; identifiers (`…_id`) are never told."""


def _by_code(*found: Mapping[Any, LazyString]) -> dict[str, LazyString]:
    return {str(getattr(code, "value", code)): word for part in found for code, word in part.items()}


CODES: Mapping[str, Mapping[str, LazyString]] = {
    "after": _by_code(words.VERSION_STATES, words.CASE_STATES),
    "answer": {"accepted": _l("aanvaard"), "declined": _l("niet aanvaard")},
    "before": _by_code(words.VERSION_STATES, words.CASE_STATES),
    "category": _by_code(words.INCIDENT_CATEGORIES),
    "channel": _by_code(words.CHANNELS),
    "compartment": _by_code(words.COMPARTMENTS),
    "kind": _by_code(words.CONTACT_KINDS, words.ORGANISATION_KINDS),
    "outcome": _by_code(words.HEARINGS, words.CONTACT_OUTCOMES),
    "purpose": {
        "care_guidance": _l("zorg en begeleiding"), "handover": _l("overdracht"), "own_answers": _l("eigen antwoorden"),
        "progress": _l("verloop"),
    },
    "reason": _by_code(words.STOP_REASONS),
    "role": _by_code(words.ROLES, SIGNERS),
    "verified": _by_code(words.VERIFIED),
}  # fmt: skip
"""Words for codes, by the key they stand at; a code without a word stands as it is."""

LONGEST = 400
_TAIL = re.compile(r":[0-9a-f]{8}-[0-9a-f-]{27}$")


def tell(data: Mapping[str, Any]) -> str:
    """Write what an event tells besides identifiers, which stand on its own page: "rol: expert, tweede stap: ja"."""
    told = (f"{KEYS.get(key, key)}: {_value(key, value)}" for key, value in data.items() if not is_identifier(value))
    return ", ".join(told)[:LONGEST]


def _value(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("ja") if value else _("nee"))
    if isinstance(value, list | tuple):
        return " ".join(_value(key, one) for one in value)
    known = CODES.get(key, {}).get(str(value))
    return str(known) if known is not None else _TAIL.sub("", str(value))
