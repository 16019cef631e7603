"""The parts of an agreement that stand by themselves: who the parties are, the dwelling, and a clause as agreed."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from portal.agreements.rules import SignerRole
from portal.clauses.rules import ClauseType


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


Line = Annotated[str, Field(max_length=300), AfterValidator(_composed)]
Prose = Annotated[str, Field(max_length=8_000), AfterValidator(_composed)]
Filled = Annotated[str, Field(max_length=120_000), AfterValidator(_composed)]
"""A fixed text with values in it: longer than either."""
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,40}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Id = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]


class Part(BaseModel):
    """Base of all parts: frozen and closed."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    LATER: ClassVar[frozenset[str]] = frozenset()
    """Fields that came after the first agreements: left out while they say nothing, so that old digests stay true."""

    @model_serializer(mode="wrap")
    def _as_before(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        given: dict[str, Any] = serialize(self)
        return {name: value for name, value in given.items() if value or name not in self.LATER}


# ---- 1, 2: parties and dwelling ------------------------------------------------------------------------------------


class CorporationParty(Part):
    """The landlord, with the person who signs and by which mandate."""

    organisation_id: Id
    name: Line
    kvk: Line = ""
    signatory_id: Id | None = None
    signatory_name: Line = ""
    function: Line = ""
    mandate: Line = ""


class TenantParty(Part):
    """A tenant or co-tenant; `key` is how clauses and signatures point at this person."""

    key: Key
    person_id: Id
    role: Literal[SignerRole.TENANT, SignerRole.CO_TENANT]
    name: Line
    formal_name: Line = ""
    language: Line = "nl"
    birth_year: int | None = None
    reads_hard: bool = False
    checked_on: dt.date | None = None
    check_result: Literal["", "administration", "guardianship", "not_found"] = ""


class RepresentativeParty(Part):
    """Somebody who acts for a tenant, in a capacity, with the last look in the public register."""

    key: Key
    representation_id: Id
    tenant: Key
    kind: Literal[SignerRole.ADMINISTRATOR, SignerRole.GUARDIAN, SignerRole.MENTOR]
    name: Line
    organisation: Line = ""
    capacity: Line = ""
    checked_on: dt.date | None = None
    check_result: Literal["", "administration", "guardianship", "not_found"] = ""


class ExpertParty(Part):
    """The expert who helps, and the practice."""

    organisation_id: Id | None = None
    organisation: Line = ""
    user_id: Id | None = None
    name: Line = ""
    function: Line = ""


class Minors(Part):
    """Children in the household: how many in an age band, never a name."""

    number: int = Field(ge=1, le=20)
    ages: Line


class Home(Part):
    """The dwelling, the lease it stands under, and who lives there beside the parties."""

    address: Line = ""
    postcode: Line = ""
    town: Line = ""
    lease_on: dt.date | None = None
    minors: tuple[Minors, ...] = ()
    others: int = Field(0, ge=0, le=30)


# ---- 6: clauses ----------------------------------------------------------------------------------------------------


class TeachBackChoice(Part):
    key: Line
    text: Line


class TeachBack(Part):
    question: Line
    choices: tuple[TeachBackChoice, ...]
    right: Line


class Translated(Part):
    """What a tenant reads of a clause, in another language, for information only; `choices` by the key of the answer."""

    LATER = frozenset({"consequence", "question", "choices"})

    text: Prose
    translator: Line
    on: dt.date
    status: Literal["concept", "checked"]
    consequence: Prose = ""
    question: Line = ""
    choices: dict[str, Line] = Field(default_factory=dict)


class Deviation(Part):
    """A text that differs from the library, with what the library says and why."""

    library: Prose
    library_plain: Prose
    reason: Line


class ClauseItem(Part):
    """A clause as it is agreed: filled, with where it came from and whom it binds."""

    LATER = frozenset({"meanings", "translations", "deviation", "goals"})

    number: int = Field(ge=1)
    code: Line
    version: int = Field(ge=1)
    digest: Digest
    type: ClauseType
    topic: Line
    title: Line
    icon: Line
    parameters: dict[str, str | int | None]
    open: tuple[str, ...] = ()
    quiet_hours: tuple[str, str] | None = None
    text: Prose
    plain: Prose
    plain_en: Prose = ""
    who: Line = ""
    where: Line = ""
    when: Line = ""
    measure: Line = ""
    consequence: Prose
    evidence: Prose
    evidence_kinds: tuple[str, ...] = ()
    ground: Line = ""
    teach_back: TeachBack
    addressees: tuple[Key, ...] = ()
    incidents: tuple[int, ...] = ()
    goals: tuple[Line, ...] = ()
    meanings: dict[str, str] = Field(default_factory=dict)
    translations: dict[str, Translated] = Field(default_factory=dict)
    deviation: Deviation | None = None
