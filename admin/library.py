"""Screens of what the bureau builds: clauses, published forms and frozen agreements."""

from __future__ import annotations

from typing import Any, ClassVar

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased

from admin import words
from admin.accounts import ORGANISATIONS
from admin.base import Screen
from admin.columns import Column, Filter
from admin.entrance import Act
from portal.accounts.models import User
from portal.agreements.models import AgreementVersion
from portal.cases.models import Case
from portal.clauses import services
from portal.clauses.models import Clause, ClauseVersion
from portal.definitions.models import FormFamily, FormVersion

Publisher = aliased(User)


def _newest(column: Any) -> sa.ScalarSelect[Any]:
    query = sa.select(column).where(ClauseVersion.clause_id == Clause.id).correlate(Clause)
    return query.order_by(ClauseVersion.number.desc()).limit(1).scalar_subquery()


def _title(body: Any) -> str:
    return str((body or {}).get("title", ""))


def _text(body: Any) -> str:
    return str((body or {}).get("text", ""))


def _plain(body: Any) -> str:
    return str(((body or {}).get("plain") or {}).get("nl", ""))


class ClauseScreen(Screen):
    """The clause library; texts are renewed as new versions, never changed in place."""

    thing = "clause"
    one = _l("clausule")
    columns = (
        Column(key="code", label=_l("Code"), source=Clause.code, kind="code", sort=True),
        Column(key="title", label=_l("Titel"), source=_newest(ClauseVersion.body), write=_title),
        Column(key="topic", label=_l("Onderwerp"), source=Clause.topic),
        Column(key="number", label=_l("Versie"), source=_newest(ClauseVersion.number), kind="number"),
        Column(key="released", label=_l("Vrijgegeven"), source=_newest(ClauseVersion.released_at), kind="moment"),
        Column(key="active", label=_l("Te kiezen"), source=Clause.active, kind="yes_no"),
    )
    more_columns = (
        Column(key="text", label=_l("Juridische tekst"), source=_newest(ClauseVersion.body), write=_text),
        Column(key="plain", label=_l("In gewone woorden"), source=_newest(ClauseVersion.body), write=_plain),
        Column(key="digest", label=_l("Controlegetal"), source=_newest(ClauseVersion.digest), kind="code"),
    )
    filters = (Filter(name="actief", label=_l("Te kiezen"), column=Clause.active, kind="yes_no"),)
    search_column = Clause.search_key
    order = ("code", "asc")
    history_of = ("clause.drafted", "clause.reviewed", "clause.released", "clause.withdrawn")
    acts: ClassVar = {
        "withdraw": Act(
            label=_l("Trek in"), action="clause.change", danger=True, run=services.withdraw,
            done=_l("De clausule is niet meer te kiezen."), shown=lambda row: row.active,
            confirm=_l("Deze clausule intrekken? Overeenkomsten waar zij in staat, houden haar."),
        ),
    }  # fmt: skip

    def title_of(self, row: Any) -> str:
        return f"{row.code} · {row.topic}"


class FormScreen(Screen):
    """Published forms; a version never changes."""

    thing = "form"
    one = _l("versie van een formulier")
    columns = (
        Column(key="title", label=_l("Formulier"), source=FormFamily.title),
        Column(key="number", label=_l("Versie"), source=FormVersion.number, kind="number"),
        Column(key="published_at", label=_l("Gepubliceerd"), source=FormVersion.published_at, kind="moment", sort=True),
        Column(key="by", label=_l("Door"), source=Publisher.name),
    )
    more_columns = (
        Column(key="code", label=_l("Code"), source=FormFamily.key, kind="code"),
        Column(key="digest", label=_l("Controlegetal"), source=FormVersion.digest, kind="code"),
    )
    search_column, search_folded = FormFamily.title, False
    order = ("published_at", "desc")

    def joined(self, query: sa.Select[Any]) -> sa.Select[Any]:
        query = query.join(FormFamily, FormFamily.id == FormVersion.family_id)
        return query.outerjoin(Publisher, Publisher.id == FormVersion.published_by)

    def title_of(self, row: Any) -> str:
        return str(_l("Versie %(number)s", number=row.number))


class AgreementScreen(Screen):
    """Frozen versions of agreements; the text itself is read on the pages of the case."""

    thing = "agreement"
    one = _l("versie van een overeenkomst")
    columns = (
        Column(key="frozen_at", label=_l("Vastgesteld"), source=AgreementVersion.frozen_at, kind="moment", sort=True),
        Column(key="reference", label=_l("Zaak"), source=Case.reference, kind="code"),
        Column(key="number", label=_l("Versie"), source=AgreementVersion.number, kind="number"),
        Column(key="tenant", label=_l("Huurder"), source=Case.tenant_name),
        Column(key="state", label=_l("Stand"), source=AgreementVersion.state, words=words.VERSION_STATES),
        Column(key="starts_on", label=_l("Begint"), source=AgreementVersion.starts_on, kind="date"),
        Column(key="ends_on", label=_l("Eindigt"), source=AgreementVersion.ends_on, kind="date"),
    )
    more_columns = (
        Column(key="offered_at", label=_l("Voorgelegd"), source=AgreementVersion.offered_at, kind="moment"),
        Column(key="reflection", label=_l("Bedenktijd tot"), source=AgreementVersion.reflection_ends_at, kind="moment"),
        Column(key="in_force_on", label=_l("Van kracht"), source=AgreementVersion.in_force_on, kind="date"),
        Column(key="content", label=_l("Controlegetal van de inhoud"), source=AgreementVersion.content_digest, kind="code"),
        Column(key="p0", label=_l("Controlegetal van de PDF"), source=AgreementVersion.p0_sha256, kind="code"),
    )
    filters = (
        Filter(name="stand", label=_l("Stand"), column=AgreementVersion.state, words=words.VERSION_STATES),
        Filter(name="corporatie", label=_l("Corporatie"), column=Case.corporation_id, kind="row", reference=ORGANISATIONS),
    )
    search_column, search_label = Case.search_key, _l("Zoek op zaak, huurder of adres")
    order = ("frozen_at", "desc")
    history_of = (
        "agreement.frozen", "agreement.offered", "agreement.superseded", "agreement.moved", "agreement.took_effect",
        "agreement.extended", "agreement.ended",
    )  # fmt: skip

    def joined(self, query: sa.Select[Any]) -> sa.Select[Any]:
        return query.join(Case, Case.id == AgreementVersion.case_id)

    def title_of(self, row: Any) -> str:
        return str(_l("Versie %(number)s", number=row.number))
