"""Who may do what with an agreement; rows are confined before a policy is asked."""

from __future__ import annotations

from portal.agreements.models import AgreementVersion
from portal.cases.models import Case
from portal.cases.rules import CLOSED_STATES
from portal.core.policy import Actor, permits


def may_draft(actor: Actor, case: Case) -> bool:
    """Bureau and legal staff draft agreements in open cases."""
    return permits(actor, "agreement.draft", case.state) and case.state not in CLOSED_STATES


def may_change(actor: Actor, case: Case) -> bool:
    """Bureau and legal staff change a draft while the case is open."""
    return permits(actor, "agreement.change", case.state) and case.state not in CLOSED_STATES


def may_change_templates(actor: Actor) -> bool:
    """The bureau's administrators and the legal staff change the fixed texts."""
    return permits(actor, "template.change")


def may_review_templates(actor: Actor) -> bool:
    """The same people review; that it is somebody else than the author is a rule of its own."""
    return permits(actor, "template.review")


def may_release_templates(actor: Actor) -> bool:
    """Who may bring a reviewed text into use is the policy table's to say."""
    return permits(actor, "template.release")


def may_withdraw_templates(actor: Actor) -> bool:
    """Who may stop offering a template, or offer it again."""
    return permits(actor, "template.withdraw")


def may_make_letter(actor: Actor, case: Case) -> bool:
    """Bureau, legal staff and the corporation write letters while the case is open."""
    return permits(actor, "letter.make", case.state) and case.state not in CLOSED_STATES


def may_freeze(actor: Actor, case: Case) -> bool:
    """Bureau and legal staff make a version of a draft."""
    return permits(actor, "agreement.freeze", case.state) and case.state not in CLOSED_STATES


def may_offer(actor: Actor, version: AgreementVersion) -> bool:
    """Bureau and legal staff put a version before the parties."""
    return permits(actor, "agreement.offer", version.state)


def may_end(actor: Actor, version: AgreementVersion) -> bool:
    """Bureau and legal staff write down that an agreement was extended or ended."""
    return permits(actor, "agreement.end", version.state)
