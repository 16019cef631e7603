"""Where a next step is taken: the page behind each code, when that page is there and open to the reader."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.web.auth import current_actor
from portal.web.guards import access_of


@dataclass(frozen=True, slots=True)
class Way:
    """A button: where it leads and what it says."""

    endpoint: str
    label: LazyString
    action: str = ""


_ASSIGN = Way("cases.assignment", _("Expert toewijzen"))
_CONTACT = Way("cases.new_contact", _("Contact vastleggen"))
_TERMS = "agreements.of_case"
PAGES: Mapping[str, tuple[Way, ...]] = {
    "case.take_up": (_ASSIGN,),
    "case.assign": (_ASSIGN,),
    "intake.start": (Way("submissions.intake", _("Intake beginnen")), _CONTACT),
    "intake.finish": (Way("submissions.intake", _("Verder met de intake")), _CONTACT),
    "intake.correct": (Way("submissions.intake", _("Intake aanvullen")),),
    "intake.accept": (Way("submissions.intake", _("Intake vaststellen")),),
    "agreement.draft": (Way(_TERMS, _("Afspraken opstellen")),),
    "agreement.offer": (Way(_TERMS, _("Verder met de afspraken")),),
    "agreement.answer": (Way("signatures.waiting_question", _("Vraag beantwoorden")),),
    "agreement.sign": (Way(_TERMS, _("Naar de afspraken")),),
    "agreement.talk": (_CONTACT, Way(_TERMS, _("Naar de afspraken"))),
    "agreement.ending": (Way(_TERMS, _("Naar de afspraken")),),
    "evaluation.plan": (Way("submissions.evaluation", _("Evaluatie invullen")), _CONTACT),
    "warning.talk": (
        Way("cases.new_contact", _("Gesprek vastleggen")),
        Way("cases.step", _("Verder met de afspraken"), "resume"),
    ),
    "case.start": (Way("cases.step", _("Afspraken laten ingaan"), "start"),),
    "handover.offer": (Way("cases.step", _("Overdracht aanbieden"), "offer_handover"), _CONTACT),
    "handover.accept": (Way("guidance.handover", _("Overdracht lezen en beantwoorden")),),
    "aftercare.start": (Way("cases.step", _("Nazorg beginnen"), "start_aftercare"), _CONTACT),
    "aftercare.check": (_CONTACT, Way("cases.step", _("Zaak sluiten"), "close")),
}


def ways(code: str, case_id: uuid.UUID) -> list[tuple[str, str]]:
    """Return the buttons of a step, as label and address, as far as the reader may open them."""
    found = [way for way in PAGES.get(code, ()) if is_open(way.endpoint)]
    return [(str(way.label), _address(way, case_id)) for way in found]


def is_open(endpoint: str) -> bool:
    """Tell whether a page is there and the reader's roles may come near it."""
    if endpoint not in current_app.view_functions:
        return False
    rule = access_of(endpoint)
    return rule is not None and current_actor().has(*rule.roles)


def _address(way: Way, case_id: uuid.UUID) -> str:
    return (
        url_for(way.endpoint, case_id=case_id, action=way.action)
        if way.action
        else url_for(way.endpoint, case_id=case_id)
    )
