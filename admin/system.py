"""Screens of what runs underneath: jobs, messages, seals and the audit log. Only a dead job can be done again."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import sqlalchemy as sa
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from admin import details, words
from admin.base import Screen
from admin.columns import Column, Filter
from admin.entrance import Act
from admin.services import retry_job
from portal.accounts.models import User
from portal.cases.models import Case
from portal.core.audit import AuditRow
from portal.core.jobs import Job, JobState
from portal.core.outbox import Message
from portal.sealing.models import SealedEdition
from portal.sealing.place import place


class JobScreen(Screen):
    """Background work."""

    thing = "job"
    one = _l("taak")
    columns = (
        Column(key="due", label=_l("Aan de beurt"), source=Job.due, kind="moment", sort=True),
        Column(key="job", label=_l("Taak"), source=Job.name, kind="code"),
        Column(key="state", label=_l("Stand"), source=Job.state, words=words.JOB_STATES, tags=words.JOB_TAGS),
        Column(key="attempts", label=_l("Pogingen"), source=Job.attempts, kind="number"),
        Column(key="done_at", label=_l("Klaar"), source=Job.done_at, kind="moment"),
    )
    more_columns = (
        Column(key="key", label=_l("Sleutel"), source=Job.key, kind="code"),
        Column(key="error", label=_l("Fout"), source=Job.error, kind="code"),
        Column(key="created_at", label=_l("Gevraagd"), source=Job.created_at, kind="moment"),
    )
    filters = (Filter(name="stand", label=_l("Stand"), column=Job.state, words=words.JOB_STATES),)
    search_column, search_folded, search_label = Job.name, False, _l("Zoek op naam van de taak")
    order = ("due", "desc")
    acts: ClassVar = {
        "retry": Act(
            label=_l("Doe opnieuw"), action="job.retry", run=retry_job, done=_l("De taak wordt opnieuw gedaan."),
            shown=lambda row: row.state is JobState.DEAD, asks=_l("Waarom mag deze taak opnieuw?"),
        ),
    }  # fmt: skip
    history_of = ("admin.job_retried",)


class MessageScreen(Screen):
    """Outgoing mail and SMS; the text itself is sealed and not shown here."""

    thing = "message"
    one = _l("bericht")
    introduction = _l("De tekst van een bericht kan een link of een code bevatten en staat hier niet.")
    columns = (
        Column(key="created_at", label=_l("Gemaakt"), source=Message.created_at, kind="moment", sort=True),
        Column(key="channel", label=_l("Soort"), source=Message.channel, words=words.CHANNELS),
        Column(key="recipient", label=_l("Aan"), source=Message.recipient),
        Column(key="subject", label=_l("Onderwerp"), source=Message.subject),
        Column(key="state", label=_l("Stand"), source=Message.state, words=words.MESSAGE_STATES),
        Column(key="sent_at", label=_l("Verstuurd"), source=Message.sent_at, kind="moment"),
    )
    filters = (
        Filter(name="soort", label=_l("Soort"), column=Message.channel, words=words.CHANNELS),
        Filter(name="stand", label=_l("Stand"), column=Message.state, words=words.MESSAGE_STATES),
    )
    search_column, search_folded, search_label = Message.recipient, False, _l("Zoek op ontvanger")
    order = ("created_at", "desc")


def _values(body: str) -> str:
    return details.tell(json.loads(body)["data"])


class AuditScreen(Screen):
    """The audit log: who did what and when, in the order of the chain. It holds codes and identifiers, no content."""

    thing = "audit"
    one = _l("regel van het logboek")
    introduction = _l(
        "Elke regel hangt met een controlegetal aan de regel ervoor. Of de keten klopt, zegt het commando "
        "portal verify-audit."
    )
    columns = (
        Column(key="seq", label=_l("Nummer"), source=AuditRow.seq, kind="number", sort=True),
        Column(key="at", label=_l("Moment"), source=AuditRow.at, kind="moment"),
        Column(key="event", label=_l("Wat"), source=AuditRow.name, write=words.event_word),
        Column(key="who", label=_l("Wie"), source=User.name),
        Column(key="reference", label=_l("Zaak"), source=Case.reference),
        Column(key="values", label=_l("Gegevens"), source=AuditRow.body, write=_values),
    )
    more_columns = (
        Column(key="body", label=_l("Hele regel"), source=AuditRow.body, kind="code"),
        Column(key="code", label=_l("Code"), source=AuditRow.name, kind="code"),
        Column(key="digest", label=_l("Controlegetal"), source=AuditRow.digest, kind="code"),
        Column(key="previous", label=_l("Controlegetal van de regel ervoor"), source=AuditRow.previous, kind="code"),
    )
    filters = (
        Filter(name="wat", label=_l("Wat"), column=AuditRow.name, words=words.EVENTS),
        Filter(name="vanaf", label=_l("Vanaf"), column=AuditRow.at, kind="on_or_after", moment=True),
        Filter(name="tot", label=_l("Tot en met"), column=AuditRow.at, kind="on_or_before", moment=True),
    )
    search_column, search_folded, search_label = AuditRow.name, False, _l("Zoek op code")
    order = ("seq", "desc")

    def joined(self, query: sa.Select[Any]) -> sa.Select[Any]:
        query = query.outerjoin(User, User.id == AuditRow.actor_id)
        return query.outerjoin(Case, Case.id == AuditRow.case_id)

    def title_of(self, row: Any) -> str:
        return f"{row.seq} · {words.event_word(row.name)}"


def _seal_words() -> str:
    """Say how long seals are looked after, or that they cannot be."""
    told = [_("Elke regel is een uitgave van een verzegeld bestand, met wat die bewijst en tot wanneer.")]
    if place.stamping.url:
        days = place.renew_before.days
        told.append(_("Een nieuw tijdstempel komt vanzelf, %(days)s dagen voor het bewijs afloopt.", days=days))
    else:
        told.append(
            _("Er is geen tijdstempeldienst ingesteld. Bewijs dat afloopt, kan dus niet worden verlengd. "
              "Stel DRIEHOEK_TIMESTAMP_URL in.")
        )  # fmt: skip
    return " ".join(told)


class SealScreen(Screen):
    """What each edition of a sealed file proves, and until when."""

    thing = "seal"
    one = _l("zegel")
    introduction = LazyString(_seal_words)
    columns = (
        Column(key="proven_until", label=_l("Bewijs tot"), source=SealedEdition.proven_until, kind="moment", sort=True),
        Column(key="reference", label=_l("Zaak"), source=Case.reference),
        Column(key="number", label=_l("Uitgave"), source=SealedEdition.number, kind="number"),
        Column(key="level", label=_l("Niveau"), source=SealedEdition.level, kind="code"),
        Column(key="made_at", label=_l("Gemaakt"), source=SealedEdition.made_at, kind="moment"),
        Column(key="pending", label=_l("Wacht op een dienst"), source=SealedEdition.pending, kind="yes_no"),
    )
    more_columns = (Column(key="sha256", label=_l("Controlegetal"), source=SealedEdition.sha256, kind="code"),)
    order = ("proven_until", "asc")

    def joined(self, query: sa.Select[Any]) -> sa.Select[Any]:
        return query.outerjoin(Case, Case.id == SealedEdition.case_id)

    def title_of(self, row: Any) -> str:
        return f"{_('Uitgave')} {row.number}"
