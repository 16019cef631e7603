"""Who may do what in a case; rows are confined before a policy is asked."""

from __future__ import annotations

from portal.cases.models import Case, Incident
from portal.cases.rules import CLOSED_STATES, may_still_edit
from portal.cases.scope import readable
from portal.core.db import Compartment
from portal.core.policy import Actor, permits
from portal.core.uow import UnitOfWork

_STAFF = ("corporation_staff", "bureau_staff", "bureau_admin")


def may_refer(actor: Actor) -> bool:
    """A corporation refers its own tenants; the bureau may do it for one."""
    return permits(actor, "case.refer")


def may_assign(actor: Actor, case: Case) -> bool:
    """The bureau assigns experts to open cases."""
    return permits(actor, "case.assign") and case.state not in CLOSED_STATES


def may_hand_over(actor: Actor) -> bool:
    """The bureau gives the cases of one expert to another."""
    return permits(actor, "case.assign")


def may_move(actor: Actor, case: Case, action: str) -> bool:
    """The bureau, the legal staff and the assigned expert move a case; only the bureau stops one.

    The social team that a handover was offered to takes it or leaves it.
    """
    if action in ("accept_handover", "withdraw_handover") and may_answer_handover(actor, case):
        return True
    return permits(actor, "case.stop" if action == "stop" else "case.move", case.state)


def may_answer_handover(actor: Actor, case: Case) -> bool:
    """Only the team a handover was offered to answers it."""
    own = actor.kind == "system" or case.social_team_id in actor.organisations("social_team")
    return own and permits(actor, "case.answer_handover", case.state)


def may_name_team(actor: Actor, case: Case) -> bool:
    """Whoever offers a handover names the team that it goes to."""
    return may_move(actor, case, "offer_handover") and case.state not in CLOSED_STATES


def may_log_incident(actor: Actor, case: Case) -> bool:
    """Corporation and bureau write down incidents while a case is open."""
    return permits(actor, "incident.log") and case.state not in CLOSED_STATES


def may_edit_incident(uow: UnitOfWork, incident: Incident) -> bool:
    """Whoever wrote an incident down may change it for half an hour."""
    mine = uow.actor.kind == "system" or incident.recorded_by == uow.actor.id
    return mine and permits(uow.actor, "incident.log") and may_still_edit(incident.recorded_at, uow.now)


def may_reveal_reporter(actor: Actor) -> bool:
    """The corporation of the case and the legal staff may look up a reporter; it is logged."""
    return actor.kind == "system" or actor.has("corporation_staff", "legal")


def may_log_contact(actor: Actor, case: Case) -> bool:
    """Everybody who works on an open case writes down contacts."""
    return permits(actor, "contact.log") and case.state not in CLOSED_STATES


def may_offer_help(actor: Actor, case: Case) -> bool:
    """Everybody who works on an open case writes down offered help."""
    return permits(actor, "help.offer") and case.state not in CLOSED_STATES


def may_note_care(actor: Actor, case: Case) -> bool:
    """Only the expert of a case writes what is for care alone."""
    return Compartment.CARE in readable(actor, case)


def may_file(actor: Actor, case: Case, compartment: Compartment) -> bool:
    """Documents go only into a compartment one reads oneself."""
    return permits(actor, "document.file") and compartment in readable(actor, case)


def may_tell_tenant(actor: Actor) -> bool:
    """Whoever refers or guides writes down that the tenant was told."""
    return actor.kind == "system" or actor.has(*_STAFF, "expert")
