"""Builders of agreements: complete terms of one invented tenancy, to be changed where a test needs it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.agreements import checks, queries, services
from portal.agreements.compose import Head, compose
from portal.agreements.content import (
    ClauseItem,
    ContactPerson,
    Content,
    CorporationParty,
    DatedLine,
    Evaluation,
    ExpertParty,
    HelpLine,
    Home,
    IncidentLine,
    Minors,
    Occasion,
    Response,
    TenantParty,
    Terms,
    digest,
)
from portal.agreements.drafting import clause_item
from portal.agreements.models import Agreement, AgreementVersion
from portal.agreements.rules import Action, SignerRole
from portal.agreements.template import template
from portal.clauses import queries as library
from portal.clauses.body import ClauseBody
from portal.clauses.shipped import shipped
from portal.core import clock
from portal.core.policy import SYSTEM
from portal.core.uow import UnitOfWork
from tests.builders.cases import Town, make_case, make_town
from tests.builders.clauses import make_library

FREEZING = dt.date(2026, 2, 19)


def uuid_text(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def body(code: str) -> ClauseBody:
    return next(one for one in shipped() if one.code == code)


def make_clause(number: int, code: str, values: dict[str, Any] | None = None, **more: Any) -> ClauseItem:
    """Make a clause of the shipped library as it stands in an agreement."""
    item = clause_item(body(code), 1, number, values or {})
    return item.model_copy(update=more)


def make_tenant(key: str = "t1", name: str = "Jurriën van 't Zandt", **more: Any) -> TenantParty:
    given = {
        "key": key,
        "person_id": uuid_text(10 + int(key[1:])),
        "role": SignerRole.TENANT if key == "t1" else SignerRole.CO_TENANT,
        "name": name,
        "birth_year": 1979,
        "checked_on": FREEZING,
        "check_result": "not_found",
    }
    return TenantParty.model_validate(given | more)


def make_terms(**changes: Any) -> Terms:
    """Make terms that nothing blocks and nothing weakens."""
    defaults = template("voluntary").defaults
    given: dict[str, Any] = {
        "corporation": CorporationParty(
            organisation_id=uuid_text(1), name="Woningstichting De Veenpoort", kvk="01234567",
            signatory_id=uuid_text(2), signatory_name="mr. A.M. Terpstra", function="manager wonen",
            mandate="volmacht van 5 januari 2026",
        ),
        "tenants": (make_tenant(),),
        "expert": ExpertParty(
            organisation_id=uuid_text(3), organisation="Thuiskracht", user_id=uuid_text(4), name="S. de Boer",
            function="woonbegeleider",
        ),
        "home": Home(
            address="Lijsterbeslaan 12-III", postcode="9751 ZB", town="Veenrade", lease_on=dt.date(2014, 6, 1),
            minors=(Minors(number=1, ages="10 tot en met 12 jaar"),),
        ),
        "occasion": Occasion(
            incidents=(
                IncidentLine(number=1, when="8 januari 2026, 23.40 uur tot 02.15 uur", place="woning",
                             category="geluid", facts="Lage tonen van muziek, hoorbaar in twee woningen.",
                             verified="yes"),
                IncidentLine(number=2, when="17 januari 2026, 01.10 uur", place="portiek", category="agressie",
                             facts="Ruzie met geschreeuw in het portiek.", verified="partly"),
                IncidentLine(number=3, when="26 januari 2026", place="galerij", category="afval",
                             facts="Vier vuilniszakken op de galerij.", verified="yes"),
            ),
            warnings=(DatedLine(on=dt.date(2026, 1, 29), text="Eerste brief over geluid in de nacht"),),
            earlier_help=(DatedLine(on=dt.date(2026, 2, 5), text="Gesprek en aanbod van begeleiding, aangenomen"),),
        ),
        "responses": (
            Response(tenant="t1", on=dt.date(2026, 2, 5),
                     text="Ik hoor het zelf niet, ik draag een koptelefoon sinds vorige week."),
        ),
        "purpose": defaults.purpose,
        "extension": defaults.extension,
        "months": 12,
        "clauses": (
            make_clause(1, "V1", incidents=(1,)),
            make_clause(2, "V3", incidents=(2,)),
            make_clause(3, "V14", incidents=(3,)),
            make_clause(4, "G1", {"organisation": "Thuiskracht"}, incidents=(1, 2)),
            make_clause(5, "G5", incidents=(3,)),
        ),
        "help": (
            HelpLine(domain="Wonen", goal="de muziek staat na 22.00 uur zacht", provider="Thuiskracht",
                     frequency="1 × per week", starter="expert", starter_name="S. de Boer",
                     start_by=dt.date(2026, 3, 5), fallback="de verhuurder zoekt binnen twee weken een andere begeleider"),
            HelpLine(domain="Werk en dag", goal="drie dagdelen per week iets om handen", provider="Werkplaats Veenrade",
                     frequency="kennismaking en proefweek", starter="expert", start_by=dt.date(2026, 4, 1),
                     fallback="de expert bespreekt het bij de eerste evaluatie"),
        ),
        "corporation_duties": defaults.corporation_duties,
        "contact": ContactPerson(name="N. Haan", function="wijkconsulent", phone="050 - 000 11 22", reaction_days=3),
        "expert_duties": defaults.expert_duties,
        "exchange": defaults.exchange,
        "evaluations": (
            Evaluation(on=dt.date(2026, 4, 9)), Evaluation(on=dt.date(2026, 5, 21)), Evaluation(on=dt.date(2026, 8, 27)),
        ),
        "ladder": defaults.ladder,
        "criteria": defaults.criteria,
        "social_team": "wijkteam Noord",
        "complaint": defaults.complaint,
        "legal_help": defaults.legal_help,
        "reflection_days": 7,
    }  # fmt: skip
    return Terms.model_validate({name: _plain(value) for name, value in (given | changes).items()})


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.model_dump() if hasattr(value, "model_dump") else value


def make_content(version: int = 1, on: dt.date = FREEZING, **changes: Any) -> Content:
    """Compose terms as the first version of an agreement."""
    return compose(make_terms(**changes), template("voluntary"), Head("D-2026-0001", 1, version, on))


# ---- in a database -------------------------------------------------------------------------------------------------


def make_draft(uow: UnitOfWork, town: Town | None = None, **case: Any) -> Agreement:
    """Begin an agreement in a new case; the library is loaded when it is not there yet."""
    town = town or make_town(uow)
    if not library.library(uow.session, SYSTEM):
        make_library(uow)
    found = make_case(uow, town, expert=True, **case)
    return services.draft(uow, found.id)


def complete(uow: UnitOfWork, agreement: Agreement) -> None:
    """Fill a draft in, so that nothing blocks it."""
    keys = [one.key for one in terms_of(uow, agreement).tenants]
    day = clock.local(uow.now).date()
    services.edit(
        uow,
        agreement.id,
        change={
            "occasion": {"summary": "Meldingen over geluid in de nacht."},
            "responses": [
                {"tenant": key, "text": "Ik hoor het zelf niet.", "on": day.isoformat(), "how": "talk"} for key in keys
            ],
            "help": [
                {
                    "domain": "Wonen", "goal": "de muziek staat na 22.00 uur zacht", "provider": "Thuiskracht",
                    "frequency": "1 × per week", "starter": "expert",
                    "start_by": (day + dt.timedelta(days=14)).isoformat(), "fallback": "de verhuurder zoekt een ander",
                }
            ],
        },
    )  # fmt: skip
    services.put_clause(uow, agreement.id, "V1")
    services.put_clause(uow, agreement.id, "G1", {"organisation": "Thuiskracht"})


def terms_of(uow: UnitOfWork, agreement: Agreement) -> Terms:
    """Read the terms of the open draft."""
    row = queries.draft_of(uow.session, SYSTEM, agreement.id)
    assert row is not None
    return queries.terms_of(row)


def ready(uow: UnitOfWork, agreement: Agreement) -> services.Frozen:
    """Prepare a version without rendering it: a few bytes stand in for the document."""
    content, row = services.composed(uow.session, agreement.id, SYSTEM)
    assert not checks.blocking(content), checks.blocking(content)
    return services.Frozen(agreement.id, row.version, content, digest(content), b"%PDF-1.7\n% " + digest(content).encode())


def make_version(uow: UnitOfWork, agreement: Agreement) -> AgreementVersion:
    """Freeze and offer the open draft, filled in where it is empty."""
    if not terms_of(uow, agreement).clauses:
        complete(uow, agreement)
    return services.freeze(uow, agreement.id, ready(uow, agreement), reason="Besproken in het overleg.")


def make_signed(uow: UnitOfWork, agreement: Agreement) -> AgreementVersion:
    """Freeze the open draft and have the last signature set."""
    return services.mark(uow, make_version(uow, agreement).id, Action.SIGN_LAST)
