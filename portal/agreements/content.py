"""The content of an agreement as data: what staff edit (`Terms`) and what the parties sign (`Content`)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from portal.agreements.parts import (
    ClauseItem,
    CorporationParty,
    Deviation,
    Digest,
    ExpertParty,
    Filled,
    Home,
    Id,
    Key,
    Line,
    Minors,
    Part,
    Prose,
    RepresentativeParty,
    TeachBack,
    TeachBackChoice,
    TenantParty,
    Translated,
)
from portal.agreements.rules import Meaning, SignerRole

__all__ = [
    "Block",
    "ClauseItem",
    "ContactPerson",
    "Content",
    "CorporationParty",
    "DatedLine",
    "Deviation",
    "Evaluation",
    "ExpertParty",
    "Flow",
    "HelpLine",
    "Home",
    "IncidentLine",
    "Interpreter",
    "Minors",
    "Occasion",
    "Part",
    "RepresentativeParty",
    "Response",
    "Section",
    "SignatoryBlock",
    "TeachBack",
    "TeachBackChoice",
    "TemplateMark",
    "TenantParty",
    "Terms",
    "Translated",
    "Understanding",
    "canonical",
    "digest",
    "digest_of_stored",
]

# ---- 3 to 5: why, the tenant's answer, what for --------------------------------------------------------------------


class IncidentLine(Part):
    """An incident as all parties may read it: what, when and where, never who reported it."""

    number: int = Field(ge=1)
    when: Line
    place: Line = ""
    category: Line = ""
    facts: Prose
    verified: Literal["yes", "partly", "no", "unknown"] = "unknown"


class DatedLine(Part):
    on: dt.date
    text: Line


class Occasion(Part):
    summary: Prose = ""
    incidents: tuple[IncidentLine, ...] = ()
    warnings: tuple[DatedLine, ...] = ()
    earlier_help: tuple[DatedLine, ...] = ()


class Response(Part):
    """What a tenant said, in that tenant's own words, or that there was no wish to answer."""

    tenant: Key
    text: Prose = ""
    on: dt.date | None = None
    how: Literal["talk", "writing", "phone", "representative"] = "talk"
    declined: bool = False


# ---- 7 to 11: help, duties, information, evaluation ----------------------------------------------------------------


class HelpLine(Part):
    """Help for one goal: who, how often, who gets it started, by when, and what if that fails."""

    domain: Line = ""
    goal: Line = ""
    provider: Line = ""
    frequency: Line = ""
    starter: Literal["", "corporation", "expert", "tenant", "administrator", "mentor", "other"] = ""
    starter_name: Line = ""
    start_by: dt.date | None = None
    fallback: Line = ""


class ContactPerson(Part):
    name: Line = ""
    function: Line = ""
    phone: Line = ""
    reaction_days: int = Field(3, ge=1, le=20)


class Flow(Part):
    """What one party shares with another, and what never."""

    source: Line
    target: Line
    shares: tuple[Line, ...] = ()
    never: tuple[Line, ...] = ()


class Evaluation(Part):
    on: dt.date
    form: Literal["home", "office", "phone", "video"] = "home"
    attends: Line = ""


# ---- 15: understanding ---------------------------------------------------------------------------------------------


class Interpreter(Part):
    """Who translates; never a child or a neighbour."""

    name: Line = ""
    wbtv: Line = ""
    language: Line = ""
    mode: Literal["live", "phone", "video"] = "live"


class Understanding(Part):
    read_aloud: bool = True
    interpreter: Interpreter | None = None
    translations: tuple[Line, ...] = ()
    copy_by: Literal["paper", "mail", "both"] = "both"


class Terms(Part):
    """Everything that staff put together for one agreement; open places are allowed here."""

    corporation: CorporationParty
    tenants: tuple[TenantParty, ...]
    representatives: tuple[RepresentativeParty, ...] = ()
    expert: ExpertParty = ExpertParty()
    home: Home = Home()
    occasion: Occasion = Occasion()
    responses: tuple[Response, ...] = ()
    purpose: Prose = ""
    months: int = Field(12, ge=0, le=120)
    starts_on: dt.date | None = None
    extension: Prose = ""
    clauses: tuple[ClauseItem, ...] = ()
    help: tuple[HelpLine, ...] = ()
    corporation_duties: tuple[Line, ...] = ()
    contact: ContactPerson = ContactPerson()
    expert_duties: tuple[Line, ...] = ()
    exchange: tuple[Flow, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    ladder: tuple[Line, ...] = ()
    criteria: tuple[Line, ...] = ()
    social_team: Line = ""
    complaint: Prose = ""
    legal_help: Prose = ""
    reflection_days: int = Field(7, ge=0, le=90)
    understanding: Understanding = Understanding()

    @model_validator(mode="after")
    def _points_somewhere(self) -> Self:
        keys = [one.key for one in self.tenants] + [one.key for one in self.representatives]
        if len(set(keys)) != len(keys):
            raise ValueError("two parties have the same key")
        tenants = {one.key for one in self.tenants}
        for pointing in (*(r.tenant for r in self.responses), *(r.tenant for r in self.representatives)):
            if pointing not in tenants:
                raise ValueError(f"no tenant has the key {pointing}")
        for clause in self.clauses:
            if set(clause.addressees) - tenants:
                raise ValueError(f"clause {clause.number} binds somebody who is no tenant")
        if [clause.number for clause in self.clauses] != list(range(1, len(self.clauses) + 1)):
            raise ValueError("clauses are numbered from one without gaps")
        return self

    def tenant(self, key: str) -> TenantParty:
        """Return the tenant with this key; raise LookupError."""
        return next((one for one in self.tenants if one.key == key), None) or _unknown(key)

    def addressed(self, clause: ClauseItem) -> tuple[TenantParty, ...]:
        """Return whom *clause* binds: those named, or all tenants."""
        return tuple(one for one in self.tenants if one.key in clause.addressees) or self.tenants


def _unknown(key: str) -> TenantParty:
    raise LookupError(key)


# ---- what is signed ------------------------------------------------------------------------------------------------


class Block(Part):
    """A piece of a section as it is read: a paragraph, a list, pairs of name and value, or a table."""

    kind: Literal["paragraph", "list", "steps", "facts", "table", "quote"]
    text: Filled = ""
    lines: tuple[Prose, ...] = ()
    rows: tuple[tuple[Prose, ...], ...] = ()
    head: tuple[Line, ...] = ()


class Section(Part):
    """One section, with its fixed text and its data in words.

    The number says what stands in it (0 to 16, or a section of the template alone); `shown` is the number on paper where
    the template has another order.
    """

    number: int = Field(ge=0, le=60)
    shown: int = Field(0, ge=0, le=60)
    title: Line
    blocks: tuple[Block, ...]
    plain: Filled = ""
    clauses: tuple[int, ...] = ()

    LATER = frozenset({"clauses", "shown"})

    @property
    def printed(self) -> int:
        """The number that stands on paper."""
        return self.shown or self.number


class SignatoryBlock(Part):
    """Where somebody signs: who, in which capacity, what it means, and in which order."""

    key: Key
    role: SignerRole
    meaning: Meaning
    order: int
    name: Line
    capacity: Line
    required: bool = True
    sections: tuple[int, ...] = ()
    person_id: Id | None = None
    representation_id: Id | None = None
    user_id: Id | None = None
    organisation_id: Id | None = None
    mandate: Line = ""


class TemplateMark(Part):
    key: Line
    version: int
    digest: Digest


class Content(Terms):
    """The canonical content of one version: what every party reads and signs."""

    schema_: Literal["driehoek.agreement/1"] = Field("driehoek.agreement/1", alias="schema")
    language: Literal["nl"] = "nl"
    title: Line
    subtitle: Line = ""
    case_reference: Line
    agreement_number: int = Field(ge=1)
    version_number: int = Field(ge=1)
    dated_on: dt.date
    template: TemplateMark
    sections: tuple[Section, ...]
    signatories: tuple[SignatoryBlock, ...]

    def clauses_in(self, section: int) -> tuple[ClauseItem, ...]:
        """Return the clauses that stand in a section; before sections named theirs, all stood in section 6."""
        if not any(one.clauses for one in self.sections):
            return self.clauses if section == 6 else ()
        named = next((one.clauses for one in self.sections if one.number == section), ())
        return tuple(one for one in self.clauses if one.number in named)

    def printed(self, section: int) -> int:
        """Return the number that a section has on paper."""
        return next((one.printed for one in self.sections if one.number == section), section)


def canonical(content: BaseModel) -> bytes:
    """Write *content* as canonical JSON: sorted keys, no spaces, NFC, UTF-8."""
    plain = content.model_dump(mode="json", by_alias=True)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: Content) -> str:
    """Return the SHA-256 of the canonical JSON of *content*, hexadecimal: what a signature names."""
    return hashlib.sha256(canonical(content)).hexdigest()


def digest_of_stored(stored: dict[str, object]) -> str:
    """Return the digest of content as it lies in the database; equal to `digest` of what was frozen."""
    text = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
