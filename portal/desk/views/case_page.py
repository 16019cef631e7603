"""The case page: where a case stands, whose turn it is, who takes part, and what happened."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from portal.accounts.queries import names, organisation_names
from portal.agreements.messages import STATE_KINDS as VERSION_TAGS
from portal.agreements.messages import STATES as VERSION_STATES
from portal.cases import messages as words
from portal.cases import policies
from portal.cases import queries as cases
from portal.cases.models import Case
from portal.cases.rules import STAGES, CaseState, moves_from, stage_reached
from portal.cases.scope import readable
from portal.core import clock
from portal.core.db import Compartment, db
from portal.core.policy import Actor, permits
from portal.desk import messages, panels, timeline
from portal.desk.rules import Kind, my_turns, nearness
from portal.desk.steps import is_open, ways
from portal.desk.timeline import Entry
from portal.desk.views.blueprint import READERS, bp
from portal.documents.charts import score_track
from portal.parties import queries as parties
from portal.parties.messages import REGISTER
from portal.parties.messages import WORDS as PARTY
from portal.parties.rules import formal_name
from portal.submissions.messages import FAMILIES
from portal.submissions.messages import STATES as FORM_STATES
from portal.submissions.messages import TAGS as FORM_TAGS
from portal.web.auth import current_actor
from portal.web.guards import access

_DATES = ("on", "stated_on", "in_force_on", "ends_on", "until")


@bp.get("/zaken/<uuid:case_id>")
@access(*READERS)
def case_page(case_id: uuid.UUID) -> ResponseReturnValue:
    """Show a case."""
    actor, day = current_actor(), clock.today()
    case = cases.case(db.session, actor, case_id)
    own = readable(actor, case)
    if not own:  # a social team reads what was handed over, and nothing else
        return redirect(url_for("guidance.handover", case_id=case_id))
    kind = _kind(request.args.get("soort"))
    before = request.args.get("voor", "")
    events, further = timeline.entries(
        db.session, actor, case, kind=kind, before=int(before) if before.isdecimal() and len(before) < 18 else None
    )
    people = cases.people(db.session, actor, case_id)
    person_ids = [one.person_id for one in people]
    checks = parties.last_register_checks(db.session, actor, person_ids)
    return render_template(
        "desk/case.html", case=case, words=words, party=PARTY, desk=messages, day=day,
        stages=[(words.STAGES[stage.value], _step_state(case, stage_reached(case.state, stage))) for stage in STAGES],
        mine=case.next_actor.value in my_turns(actor.roles), near=nearness(case.due, day),
        ways=ways(case.next_code, case_id), actions=_actions(actor, case), people=people, formal_name=formal_name,
        representations=parties.representations(db.session, actor, person_ids, on=day),
        checks={person_id: _check(check.result.value, check.checked_on) for person_id, check in checks.items()},
        household=cases.household(db.session, actor, case_id), brief=_brief(actor, case),
        sharing=_sharing(own), reads_log=Compartment.CORPORATION in own, reads_shared=Compartment.SHARED in own,
        panels=panels.of_case(db.session, actor, case, people), families=FAMILIES, form_states=FORM_STATES, form_tags=FORM_TAGS,
        version_states=VERSION_STATES, version_tags=VERSION_TAGS, is_open=is_open,
        chips=_chips(actor, case, kind), events=[(entry, told(entry)) for entry in events], further=further,
        documents=cases.documents(db.session, actor, case_id)[:5], may_tell=policies.may_tell_tenant(actor), score_track=score_track,
    )  # fmt: skip


def told(entry: Entry) -> str:
    """Tell an event in a sentence."""
    return str(messages.TELLINGS[entry.name]) % _Values(entry.name, entry.values)


class _Values(dict[str, str]):
    """The values of an event as words; a code that has no word stands as it is."""

    def __init__(self, name: str, values: dict[str, Any]) -> None:
        super().__init__({key: self._word(name, key, value) for key, value in values.items()})

    def __missing__(self, key: str) -> str:
        return "…"

    @staticmethod
    def _word(name: str, key: str, value: Any) -> str:
        if key in _DATES and value:
            return str(format_date(dt.date.fromisoformat(str(value)), "d MMMM y"))
        kinds = {"contact.logged": words.CONTACTS, "help.offered": words.HELP, "document.filed": words.DOCUMENTS}
        outcomes = words.HEARINGS if name == "incident.heard" else words.OUTCOMES
        tables = {
            "kind": kinds.get(name, {}), "outcome": outcomes, "category": words.CATEGORIES, "after": words.STATES,
            "role": messages.SIGNERS if name.startswith("signing.") else words.ROLES, "family_key": FAMILIES, "letter": messages.LETTERS, "verified": words.VERIFIED, "response": words.RESPONSES,
            "answer": messages.HANDOVERS,
        }  # fmt: skip
        return str(tables.get(key, {}).get(str(value), value))


def _step_state(case: Case, reached: str) -> str:
    if case.state is CaseState.STOPPED:
        return "todo"
    return {"done": "done", "now": "current"}.get(reached, "todo")


def _kind(text: str | None) -> Kind | None:
    return Kind(text) if text in set(Kind) else None


def _check(result: str, on: dt.date) -> str:
    return str(REGISTER[result]) % {"date": format_date(on, "d MMMM y")}


def _brief(actor: Actor, case: Case) -> list[tuple[str, str]]:
    ids = [one for one in (case.corporation_id, case.expert_organisation_id) if one]
    organisations = organisation_names(db.session, actor, ids)
    expert = names(db.session, actor, [case.expert_id]).get(case.expert_id, "") if case.expert_id else _("nog niemand")
    rows = [
        (_("Corporatie"), organisations.get(case.corporation_id, "")),
        (_("Expert"), expert),
        (_("Aangemeld"), format_date(case.opened_on, "d MMMM y")),
    ]
    if case.lease_on:
        rows.append((_("Huurt sinds"), format_date(case.lease_on, "d MMMM y")))
    return rows


def _sharing(own: frozenset[Compartment]) -> list[str]:
    lines = [_("Huurder: afspraken, contacten en eigen verklaringen.")]
    lines.append(
        _("Corporatie: voortgang, meldingen en brieven. Nooit wat de huurder over gezondheid of geld vertelt.")
    )
    lines.append(_("Expert: voortgang en de zorg. Niet wie er heeft gemeld."))
    return lines


def _actions(actor: Actor, case: Case) -> list[tuple[str, str]]:
    links: list[tuple[str, str]] = []

    def add(allowed: bool, label: str, endpoint: str, **given: Any) -> None:
        if allowed:
            links.append((label, url_for(endpoint, case_id=case.id, **given)))

    still_open = bool(moves_from(case.state))
    add(policies.may_log_incident(actor, case), _("Melding maken"), "cases.new_incident")
    add(policies.may_log_contact(actor, case), _("Contact vastleggen"), "cases.new_contact")
    add(policies.may_offer_help(actor, case), _("Aangeboden hulp vastleggen"), "cases.new_help")
    add(still_open and permits(actor, "document.file"), _("Stuk toevoegen"), "cases.new_document")
    changes = still_open and permits(actor, "person.change")
    add(changes, _("Persoon toevoegen"), "cases.new_person")
    add(changes, _("Huishouden wijzigen"), "cases.household")
    add(policies.may_assign(actor, case), _("Expert toewijzen"), "cases.assignment")
    for action in moves_from(case.state):
        if action not in ("stop", "take_up") and policies.may_move(actor, case, action):
            add(True, str(words.ACTIONS[action]), "cases.step", action=action)
    add(still_open and policies.may_move(actor, case, "stop"), _("Zaak stoppen"), "cases.stopping")
    return links


def _chips(actor: Actor, case: Case, kind: Kind | None) -> list[tuple[str, str, bool]]:
    here = url_for("desk.case_page", case_id=case.id)
    chips = [(_("Alles"), f"{here}#tijdlijn", kind is None)]
    for one, number in timeline.counted(db.session, actor, case).items():
        chips.append((f"{messages.KINDS[one.value]} ({number})", f"{here}?soort={one.value}#tijdlijn", kind is one))
    return chips
