"""What happened to forms for tenants and to handovers: ids and numbers, never an answer in words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class OwnFormOffered:
    """A tenant was sent a link to a form, or a new link to the same form."""

    name: ClassVar[str] = "own_form.offered"
    case_id: uuid.UUID
    tenant_form_id: uuid.UUID
    family_key: str
    person_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class OwnFormCode:
    """A code for a form was sent or judged."""

    name: ClassVar[str] = "own_form.code"
    case_id: uuid.UUID
    tenant_form_id: uuid.UUID
    outcome: str


@dataclass(frozen=True, slots=True)
class OwnFormSent:
    """A tenant sent a form; its answers stand still."""

    name: ClassVar[str] = "own_form.sent"
    case_id: uuid.UUID
    tenant_form_id: uuid.UUID
    family_key: str
    person_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class TranslationReviewed:
    """Somebody answers for the translation of one version of a form, by name."""

    name: ClassVar[str] = "form.translation_reviewed"
    version_id: uuid.UUID
    digest: str
    locale: str
    case_id: None = None


@dataclass(frozen=True, slots=True)
class HandoverAnswered:
    """A social team took a handover over, or did not."""

    name: ClassVar[str] = "handover.answered"
    case_id: uuid.UUID
    submission_id: uuid.UUID
    organisation_id: uuid.UUID
    answer: str
