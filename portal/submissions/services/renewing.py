"""Carrying a draft over to the newest version of its form; what does not fit is reported and kept."""

from __future__ import annotations

import uuid

import forms
from portal.core.errors import Conflict
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.definitions import queries as definitions
from portal.submissions import answers as store
from portal.submissions import policies
from portal.submissions.events import SubmissionRenewed
from portal.submissions.services.correcting import keep_change
from portal.submissions.services.filling import Opened, open_for_change


def renew(uow: UnitOfWork, submission_id: uuid.UUID, version: int | None = None) -> list[forms.Unfit]:
    """Carry a draft over to the newest version of its form and return what did not fit.

    What did not fit is kept as a change with its reason, in the compartment where it stood. Raises Missing,
    Denied("submission.change"), Conflict("submission.closed", "submission.newest", "row.stale").
    """
    opened = open_for_change(uow, submission_id, version)
    submission, old = opened.submission, opened.form
    newest = definitions.latest(uow.session, uow.actor, submission.family_key)
    if newest.id == submission.form_version_id:
        raise Conflict("submission.newest")
    new = definitions.prepared(newest)
    require(policies.may_fill(uow.actor, opened.case, new.definition.filled_by), "submission.change")
    before = store.kept(uow, submission)
    carried = forms.carry_over(before, old, new, opened.context)
    kept = forms.clean(new, carried.answers, opened.context).answers
    moved = Opened(submission, opened.case, new, opened.context)
    for one in carried.unfit:
        inner, top = one.path.rsplit("-", 1)[-1], one.path.split("-", 1)[0]
        keep_change(uow, opened, inner if inner in old.entries else top, one.value, None, one.reason[:900])
    submission.form_version_id, submission.filled_by_role = newest.id, new.definition.filled_by
    store.keep(uow, submission, new, kept, moved.own)
    submission.saved_at = uow.now
    uow.session.flush()
    event = SubmissionRenewed(
        submission.case_id, submission.id, submission.family_key, old.digest, new.digest, len(carried.unfit)
    )
    uow.record(event)
    return list(carried.unfit)
