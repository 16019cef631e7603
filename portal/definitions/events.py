"""What happened to forms."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FormPublished:
    """A version of a form was published and is frozen."""

    name: ClassVar[str] = "form.published"
    version_id: uuid.UUID
    family_key: str
    number: int
    digest: str
    case_id: None = None


@dataclass(frozen=True, slots=True)
class FormDraftStarted:
    """Somebody began a draft of a form, from its live version when there is one."""

    name: ClassVar[str] = "form.draft_started"
    draft_id: uuid.UUID
    family_key: str
    case_id: None = None


@dataclass(frozen=True, slots=True)
class FormDraftChanged:
    """A draft was changed, or a change was undone or done again; the edit itself stands with the draft."""

    name: ClassVar[str] = "form.draft_changed"
    draft_id: uuid.UUID
    revision: int
    act: str
    case_id: None = None


@dataclass(frozen=True, slots=True)
class FormDraftClosed:
    """A draft was put away without being published."""

    name: ClassVar[str] = "form.draft_closed"
    draft_id: uuid.UUID
    revision: int
    case_id: None = None


@dataclass(frozen=True, slots=True)
class FormBlockMade:
    """Questions of a draft were kept as a block to use again."""

    name: ClassVar[str] = "form.block_made"
    block_id: uuid.UUID
    draft_id: uuid.UUID
    case_id: None = None


@dataclass(frozen=True, slots=True)
class FormBlockDeleted:
    """A block is no longer offered; forms that took it in keep their questions."""

    name: ClassVar[str] = "form.block_deleted"
    block_id: uuid.UUID
    case_id: None = None


@dataclass(frozen=True, slots=True)
class CustomFieldsKept:
    """The custom fields of a record were filled in or changed."""

    name: ClassVar[str] = "record.fields_kept"
    case_id: uuid.UUID | None
    record_id: uuid.UUID
    record_kind: str
    family_key: str
    form_digest: str


@dataclass(frozen=True, slots=True)
class FormRetired:
    """Custom fields were taken out of use; what was answered is kept."""

    name: ClassVar[str] = "form.retired"
    family_id: uuid.UUID
    family_key: str
    case_id: None = None


@dataclass(frozen=True, slots=True)
class FormBroughtBack:
    """Custom fields that were out of use stand with their records again, with what was answered."""

    name: ClassVar[str] = "form.brought_back"
    family_id: uuid.UUID
    family_key: str
    case_id: None = None


@dataclass(frozen=True, slots=True)
class InstrumentPublished:
    """A version of the life domains was made and is frozen; forms take it over in a draft of their own."""

    name: ClassVar[str] = "instrument.published"
    instrument_id: uuid.UUID
    number: int
    digest: str
    case_id: None = None
