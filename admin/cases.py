"""Screens of cases, incidents and contacts. They are read here and changed on the pages of the case."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased

from admin import words
from admin.accounts import ORGANISATIONS
from admin.base import Screen
from admin.columns import Column, Filter
from portal.accounts.models import Membership, Organisation, User
from portal.accounts.rules import Role
from portal.cases.models import NEVER, Case, Contact, Incident
from portal.definitions.rules.records import RecordKind
from portal.web.references import Reference

Recorder = aliased(User)
EXPERTS = Reference(
    User, User.name, only=lambda: [User.id.in_(sa.select(Membership.user_id).where(Membership.role == Role.EXPERT))]
)


class CaseScreen(Screen):
    """All cases one may see."""

    thing = "case"
    one = _l("zaak")
    record = RecordKind.CASE
    columns = (
        Column(key="reference", label=_l("Zaak"), source=Case.reference, kind="code", sort=True),
        Column(key="address", label=_l("Adres"), source=Case.address),
        Column(key="tenant_name", label=_l("Huurder"), source=Case.tenant_name),
        Column(key="corporation", label=_l("Corporatie"), source=Organisation.name),
        Column(key="expert", label=_l("Expert"), source=User.name),
        Column(key="state", label=_l("Stand"), source=Case.state, words=words.CASE_STATES, tags=words.CASE_TAGS),
        Column(key="next_actor", label=_l("Aan zet"), source=Case.next_actor, words=words.TURNS),
        Column(key="next_due", label=_l("Vóór"), source=Case.next_due, kind="date", sort=True, empty=NEVER),
        Column(key="opened_on", label=_l("Begonnen"), source=Case.opened_on, kind="date", sort=True),
    )
    more_columns = (
        Column(key="stop_reason", label=_l("Reden van stoppen"), source=Case.stop_reason, words=words.STOP_REASONS),
        Column(key="lease_on", label=_l("Huurcontract van"), source=Case.lease_on, kind="date"),
        Column(key="told", label=_l("Huurder ingelicht op"), source=Case.tenant_told_on, kind="date"),
    )
    filters = (
        Filter(name="stand", label=_l("Stand"), column=Case.state, words=words.CASE_STATES),
        Filter(name="zet", label=_l("Aan zet"), column=Case.next_actor, words=words.TURNS),
        Filter(name="corporatie", label=_l("Corporatie"), column=Case.corporation_id, kind="row", reference=ORGANISATIONS),
        Filter(name="expert", label=_l("Expert"), column=Case.expert_id, kind="row", reference=EXPERTS),
    )
    search_column = Case.search_key
    order = ("next_due", "asc")
    history_of = (
        "case.referred", "case.assigned", "case.moved", "case.tenant_told", "case.participant_added",
        "case.household_stated", "incident.logged", "contact.logged", "help.offered", "document.filed", "record.fields_kept",
    )  # fmt: skip

    def joined(self, query: sa.Select[Any]) -> sa.Select[Any]:
        query = query.outerjoin(Organisation, Organisation.id == Case.corporation_id)
        return query.outerjoin(User, User.id == Case.expert_id)


class IncidentScreen(Screen):
    """Incidents; who reported is never shown here."""

    thing = "incident"
    one = _l("melding")
    columns = (
        Column(key="stated_from", label=_l("Wanneer"), source=Incident.stated_from, kind="moment", sort=True),
        Column(key="reference", label=_l("Zaak"), source=Case.reference, kind="code"),
        Column(key="number", label=_l("Nummer"), source=Incident.number, kind="number"),
        Column(key="category", label=_l("Soort"), source=Incident.category, words=words.INCIDENT_CATEGORIES),
        Column(key="address", label=_l("Adres"), source=Case.address),
        Column(key="verified", label=_l("Nagegaan"), source=Incident.verified, words=words.VERIFIED),
        Column(key="hearing", label=_l("Huurder gehoord"), source=Incident.hearing, words=words.HEARINGS),
    )
    more_columns = (
        Column(key="certainty", label=_l("Tijd"), source=Incident.certainty, words=words.CERTAINTIES),
        Column(key="until", label=_l("Tot"), source=Incident.stated_until, kind="moment"),
        Column(key="source", label=_l("Gezien of gehoord door"), source=Incident.source_kind, words=words.SOURCES),
        Column(key="facts", label=_l("Wat er gebeurde"), source=Incident.facts),
        Column(key="recorded_at", label=_l("Vastgelegd"), source=Incident.recorded_at, kind="moment"),
        Column(key="recorder", label=_l("Vastgelegd door"), source=Recorder.name),
    )
    filters = (
        Filter(name="soort", label=_l("Soort"), column=Incident.category, words=words.INCIDENT_CATEGORIES),
        Filter(name="nagegaan", label=_l("Nagegaan"), column=Incident.verified, words=words.VERIFIED),
        Filter(name="vanaf", label=_l("Vanaf"), column=Incident.stated_from, kind="on_or_after", moment=True),
        Filter(name="tot", label=_l("Tot en met"), column=Incident.stated_from, kind="on_or_before", moment=True),
    )
    search_column, search_label = Case.search_key, _l("Zoek op zaak, huurder of adres")
    order = ("stated_from", "desc")
    history_of = ("incident.logged", "incident.changed", "incident.corrected", "incident.verified", "incident.heard")

    def joined(self, query: sa.Select[Any]) -> sa.Select[Any]:
        query = query.join(Case, Case.id == Incident.case_id)
        return query.outerjoin(Recorder, Recorder.id == Incident.recorded_by)

    def title_of(self, row: Any) -> str:
        return f"{words.INCIDENT_CATEGORIES[row.category]} · {row.number}"


class ContactScreen(Screen):
    """Contacts: that they were, how and with whom. What was said stands in the case."""

    thing = "contact"
    one = _l("contact")
    columns = (
        Column(key="held_on", label=_l("Datum"), source=Contact.held_on, kind="date", sort=True),
        Column(key="reference", label=_l("Zaak"), source=Case.reference, kind="code"),
        Column(key="kind", label=_l("Soort"), source=Contact.kind, words=words.CONTACT_KINDS),
        Column(key="outcome", label=_l("Uitkomst"), source=Contact.outcome, words=words.CONTACT_OUTCOMES),
        Column(key="counterpart", label=_l("Met"), source=Contact.counterpart),
        Column(key="compartment", label=_l("Voor"), source=Contact.compartment, words=words.COMPARTMENTS),
        Column(key="recorder", label=_l("Vastgelegd door"), source=Recorder.name),
    )
    filters = (
        Filter(name="soort", label=_l("Soort"), column=Contact.kind, words=words.CONTACT_KINDS),
        Filter(name="uitkomst", label=_l("Uitkomst"), column=Contact.outcome, words=words.CONTACT_OUTCOMES),
        Filter(name="vanaf", label=_l("Vanaf"), column=Contact.held_on, kind="on_or_after"),
        Filter(name="tot", label=_l("Tot en met"), column=Contact.held_on, kind="on_or_before"),
    )
    search_column, search_label = Case.search_key, _l("Zoek op zaak, huurder of adres")
    order = ("held_on", "desc")
    history_of = ("contact.logged",)

    def joined(self, query: sa.Select[Any]) -> sa.Select[Any]:
        query = query.join(Case, Case.id == Contact.case_id)
        return query.outerjoin(Recorder, Recorder.id == Contact.recorded_by)

    def may(self, action: str, actor: Any) -> bool:
        return action == "read" and actor.has(*CONTACT_READERS)

    def title_of(self, row: Any) -> str:
        return str(words.CONTACT_KINDS[row.kind])


CONTACT_READERS = ("bureau_admin", "bureau_staff", "legal", "corporation_staff")
