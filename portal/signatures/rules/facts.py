"""What the commands of the ceremony are given: plain, frozen values."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from portal.signatures.rules.states import Channel, Meaning, Method, Role
from portal.signatures.rules.strokes import Strokes


@dataclass(frozen=True, slots=True)
class SignerFacts:
    """One person who has to sign, as the agreement names him; `key` is unique within the agreement."""

    key: str
    role: Role
    name: str
    capacity: str
    meaning: Meaning = Meaning.CONSENT
    order: int = 1
    required: bool = True
    person_id: uuid.UUID | None = None
    representation_id: uuid.UUID | None = None
    user_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    mandate: str = ""
    phone: str = ""
    mail: str = ""
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """Where an act came from, already cut short: network part of the address, start of the browser's name."""

    address: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class SignFacts:
    """A signature as it is given: on which content and under which words, drawn or typed."""

    name: str
    content_digest: str
    consent_key: str
    strokes: Strokes | None = None
    session_id: uuid.UUID | None = None
    trace: Trace = Trace()
    method: Method | None = None
    confirmed_at: dt.datetime | None = None
