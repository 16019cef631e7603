"""How many forms are still being filled in per version, for whoever is about to publish the next one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core.policy import SYSTEM, acting
from portal.definitions.usage import counted_by
from portal.submissions.models import Submission
from portal.submissions.rules import SubmissionState


@counted_by
def open_forms(session: Session, version_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Count over all cases; no more than numbers leaves this place."""
    with acting(session, SYSTEM):
        query = (
            sa.select(Submission.form_version_id, sa.func.count(Submission.id))
            .where(Submission.form_version_id.in_(version_ids), Submission.state != SubmissionState.ACCEPTED)
            .group_by(Submission.form_version_id)
            .execution_options(actor=SYSTEM)
        )
        return {row[0]: row[1] for row in session.execute(query)}
