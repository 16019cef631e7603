"""Expectations of forms: how one stands, and the scores in it as the expert reads them."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa
from pydantic import Field, JsonValue
from sqlalchemy.orm import Session

from portal.core import crypto
from portal.core.policy import SYSTEM
from portal.definitions import queries as definitions
from portal.definitions.models import FormVersion
from portal.guidance.models import TenantForm
from portal.guidance.rules import State
from portal.stories.acts.submissions import SCORES
from portal.stories.expectations.base import Check, compare
from portal.stories.people import Key
from portal.submissions.models import CareAnswers, ReleasedItem, Submission, SubmissionAnswers
from portal.submissions.rules import SubmissionState

if TYPE_CHECKING:
    from portal.stories.scene import Scene


class FormIs(Check):
    """How a form of the case stands."""

    check: Literal["form"]
    name: str
    state: SubmissionState | None = None
    scores: str | None = Field(None, pattern=SCORES, description="in the order of the form, as 2/2/1/-/3")
    targets: str | None = Field(None, pattern=SCORES)
    released: list[str] | None = Field(None, description="keys of what all parties may read")
    answers: dict[str, JsonValue] = Field(
        default_factory=dict, description="what stands at these questions now, corrections taken in; null for no answer"
    )

    def differences(self, scene: Scene) -> list[str]:
        submission_id = scene.find("form", self.name)
        with scene.read() as session:
            scene.log_care_read(session, SYSTEM, "expectation")
            row = session.get_one(Submission, submission_id)
            form = definitions.prepared(session.get_one(FormVersion, row.form_version_id))
            wanted = sa.select(ReleasedItem.key).where(ReleasedItem.submission_id == submission_id)
            released = sorted(session.scalars(wanted))
            state, answers = row.state, _answers(session, submission_id)
        domains = form.definition.instrument.domains if form.definition.instrument else ()
        scores = "/".join(str(answers.get(domain.score, "-")) for domain in domains)
        targets = "/".join(str(answers.get(domain.target or "", "-")) for domain in domains)
        return [
            *compare("the state", self.state, state),
            *compare("the scores", self.scores, scores),
            *compare("the targets", self.targets, targets),
            *compare("what is released", sorted(self.released) if self.released is not None else None, released),
            *_differing(self.answers, answers),
        ]


class OwnViewIs(Check):
    """What a tenant told by an own link."""

    check: Literal["own_view"]
    of: Key = Field(description="the tenant")
    state: State | None = None
    answers: dict[str, JsonValue] = Field(default_factory=dict, description="null for no answer")

    def differences(self, scene: Scene) -> list[str]:
        with scene.read() as session:
            scene.log_care_read(session, SYSTEM, "expectation")
            wanted = sa.select(TenantForm).where(
                TenantForm.case_id == scene.case_id, TenantForm.person_id == scene.person_id(self.of)
            )
            row = session.scalars(wanted.order_by(TenantForm.created_at.desc()).limit(1)).one_or_none()
            if row is None:
                return [f"{self.of!r} was not asked for an own story"]
            state, answers = row.state, json.loads(crypto.reveal(session, row, "answers") or "{}")
        return [*compare("the state", self.state, state), *_differing(self.answers, answers)]


def _differing(wanted: dict[str, JsonValue], answers: dict[str, Any]) -> list[str]:
    return [
        f"the answer to {name} is {answers.get(name)!r}, expected {value!r}"
        for name, value in wanted.items()
        if answers.get(name) != value
    ]


def _answers(session: Session, submission_id: uuid.UUID) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in session.scalars(sa.select(SubmissionAnswers).where(SubmissionAnswers.submission_id == submission_id)):
        found |= row.answers
    care = session.scalars(sa.select(CareAnswers).where(CareAnswers.submission_id == submission_id)).one_or_none()
    if care is not None:
        found |= json.loads(crypto.reveal(session, care, "answers") or "{}")
    return found
