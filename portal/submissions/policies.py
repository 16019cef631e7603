"""Who may fill in, send, accept and read; rows are confined before a policy is asked."""

from __future__ import annotations

from portal.cases.models import Case
from portal.cases.rules import CLOSED_STATES
from portal.core.policy import Actor, permits
from portal.submissions.models import Submission
from portal.submissions.rules import SubmissionState


def _own(actor: Actor, case: Case) -> bool:
    return actor.kind == "system" or (actor.kind == "user" and actor.id is not None and case.expert_id == actor.id)


def may_start(actor: Actor, case: Case) -> bool:
    """The assigned expert begins forms in an open case."""
    return permits(actor, "submission.start") and _own(actor, case) and case.state not in CLOSED_STATES


def may_change(actor: Actor, case: Case, submission: Submission) -> bool:
    """The assigned expert changes answers of an open case until the form is sent, and again when given back."""
    mine = permits(actor, "submission.change", submission.state) and _own(actor, case)
    return mine and case.state not in CLOSED_STATES


def may_submit(actor: Actor, case: Case, submission: Submission) -> bool:
    """The assigned expert sends."""
    return permits(actor, "submission.submit", submission.state) and _own(actor, case)


def may_accept(actor: Actor, case: Case, submission: Submission) -> bool:
    """The assigned expert accepts, and chooses what everybody may read."""
    return permits(actor, "submission.accept", submission.state) and _own(actor, case)


def may_return(actor: Actor, case: Case, submission: Submission) -> bool:
    """The assigned expert gives a sent form back to be corrected."""
    return permits(actor, "submission.return", submission.state) and _own(actor, case)


def may_read_care(actor: Actor, case: Case) -> bool:
    """Only the assigned expert reads what is care."""
    return permits(actor, "submission.read_care") and _own(actor, case)


def may_read(actor: Actor, case: Case, submission: Submission) -> bool:
    """The assigned expert reads at any time; others read the shared answers once the form is accepted."""
    return _own(actor, case) or submission.state is SubmissionState.ACCEPTED
