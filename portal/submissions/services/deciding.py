"""Accepting a sent form, with what is released from it, and giving it back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from portal.core.errors import Invalid
from portal.core.plaintext import free_text
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.definitions import queries as definitions
from portal.submissions import policies, queries, rules
from portal.submissions.events import SubmissionAccepted, SubmissionReturned
from portal.submissions.models import ReleasedItem, Submission


def accept(
    uow: UnitOfWork, submission_id: uuid.UUID, release: Mapping[str, str], version: int | None = None
) -> Submission:
    """Accept a sent form; *release* gives, by key, the texts that all parties may read from now on.

    Raises Denied("submission.accept"), Conflict("submission.move", "row.stale"), Invalid("submission.release") for a
    key the form does not know, and of the texts themselves.
    """
    submission = uow.get(Submission, submission_id, version)
    case = queries.case_of(uow.session, uow.actor, submission.case_id)
    state = rules.move(submission.state, "accept")
    require(policies.may_accept(uow.actor, case, submission), "submission.accept")
    form = definitions.prepared(definitions.version(uow.session, uow.actor, submission.form_version_id))
    known = {one.key for one in form.definition.releases}
    released = 0
    for key, text in release.items():
        if key not in known:
            raise Invalid("submission.release", field=f"release-{key}")
        words = free_text(text, rules.RELEASE_LIMIT, field=f"release-{key}")
        if words:
            item = ReleasedItem(case_id=case.id, submission_id=submission.id, key=key, text=words)
            item.released_by = uow.actor.id
            uow.add(item)
            released += 1
    submission.state, submission.decided_at, submission.decided_by = state, uow.now, uow.actor.id
    uow.session.flush()
    event = SubmissionAccepted(
        case.id, submission.id, submission.family_key, form.digest, submission.person_id, released
    )
    uow.record(event, payload={"release": dict(release)} if released else None)
    return submission


def return_(uow: UnitOfWork, submission_id: uuid.UUID, reason: str, version: int | None = None) -> Submission:
    """Give a sent form back to be corrected.

    Raises Denied("submission.return"), Conflict("submission.move", "row.stale"), Invalid("submission.reason").
    """
    submission = uow.get(Submission, submission_id, version)
    case = queries.case_of(uow.session, uow.actor, submission.case_id)
    state = rules.move(submission.state, "return")
    require(policies.may_return(uow.actor, case, submission), "submission.return")
    words = free_text(reason, rules.RELEASE_LIMIT, field="reason")
    if not words:
        raise Invalid("submission.reason", field="reason")
    submission.state, submission.decided_at, submission.decided_by = state, uow.now, uow.actor.id
    uow.seal(submission, "return_reason", words)
    uow.session.flush()
    uow.record(SubmissionReturned(case.id, submission.id, submission.family_key))
    return submission
