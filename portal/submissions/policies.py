"""Who may fill in, send, accept, correct and read; rows are confined before a policy is asked."""

from __future__ import annotations

from portal.cases.models import Case
from portal.cases.rules import CLOSED_STATES
from portal.core.policy import Actor, permits
from portal.submissions.models import Submission
from portal.submissions.rules import SubmissionState

BUREAU = ("bureau_admin", "bureau_staff")


def _assigned(actor: Actor, case: Case) -> bool:
    return actor.kind == "system" or (actor.kind == "user" and actor.id is not None and case.expert_id == actor.id)


def _fills(actor: Actor, case: Case, filled_by: str) -> bool:
    """Whose form it is: the assigned expert's, the staff's of corporation and bureau, or a tenant's by an own link."""
    if actor.kind == "system":
        return True
    if filled_by == "staff":
        return actor.has(*BUREAU) or case.corporation_id in actor.organisations("corporation_staff")
    return filled_by == "expert" and _assigned(actor, case)


def may_start(actor: Actor, case: Case, filled_by: str) -> bool:
    """Whoever a form is for begins it in an open case."""
    return permits(actor, "submission.start") and may_fill(actor, case, filled_by) and case.state not in CLOSED_STATES


def may_fill(actor: Actor, case: Case, filled_by: str) -> bool:
    """Tell whether a form is for this actor to fill in, whatever its state."""
    return _fills(actor, case, filled_by)


def may_change(actor: Actor, case: Case, submission: Submission) -> bool:
    """Whoever a form is for changes answers of an open case until it is sent, and again when given back."""
    mine = permits(actor, "submission.change", submission.state) and _fills(actor, case, submission.filled_by_role)
    return mine and case.state not in CLOSED_STATES


def may_submit(actor: Actor, case: Case, submission: Submission) -> bool:
    """Whoever a form is for sends it."""
    return permits(actor, "submission.submit", submission.state) and _fills(actor, case, submission.filled_by_role)


def may_accept(actor: Actor, case: Case, submission: Submission) -> bool:
    """Whoever a form is for accepts it, and chooses what everybody may read."""
    return permits(actor, "submission.accept", submission.state) and _fills(actor, case, submission.filled_by_role)


def may_return(actor: Actor, case: Case, submission: Submission) -> bool:
    """Whoever a form is for gives a sent form back to be completed."""
    return permits(actor, "submission.return", submission.state) and _fills(actor, case, submission.filled_by_role)


def may_correct(actor: Actor, case: Case, submission: Submission) -> bool:
    """Whoever a form is for corrects an answer of a sent form, by adding to it."""
    mine = permits(actor, "submission.correct", submission.state) and _fills(actor, case, submission.filled_by_role)
    return mine and case.state not in CLOSED_STATES


def may_read_care(actor: Actor, case: Case) -> bool:
    """Only the assigned expert reads what is care."""
    return permits(actor, "submission.read_care") and _assigned(actor, case)


def may_read(actor: Actor, case: Case, submission: Submission) -> bool:
    """Whoever a form is for reads at any time; others read their parts once it is accepted."""
    return _fills(actor, case, submission.filled_by_role) or submission.state is SubmissionState.ACCEPTED


def may_export(actor: Actor) -> bool:
    """Those who read forms take what they may read with them as a table."""
    return permits(actor, "submission.export")
