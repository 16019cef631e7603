"""Commands on agreements: drafting, choosing clauses, freezing, superseding, taking effect."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.agreements import checks, queries, services
from portal.agreements.content import digest_of_stored
from portal.agreements.drafting import Own
from portal.agreements.models import AgreementDraft, AgreementVersion
from portal.agreements.printing import agreement_html
from portal.agreements.rules import VersionState
from portal.cases import services as cases
from portal.cases.models import Case
from portal.cases.rules import CaseState, Hearing, HearingFacts, IncidentCategory
from portal.core import clock
from portal.core.audit import AuditRow
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.core.policy import SYSTEM, acting
from portal.core.uow import UnitOfWork
from tests.builders.agreements import complete, make_draft, make_version, ready, terms_of
from tests.builders.cases import incident_facts, make_case, make_town
from tests.builders.clauses import release_like

pytestmark = pytest.mark.usefixtures("library")


def events(uow: UnitOfWork) -> list[str]:
    return list(uow.session.scalars(sa.select(AuditRow.name).order_by(AuditRow.seq)))


# ---- drafting ------------------------------------------------------------------------------------------------------


def test_a_draft_starts_with_the_parties_the_dwelling_and_the_people_who_sign(uow: UnitOfWork) -> None:
    town = make_town(uow)
    terms = terms_of(uow, make_draft(uow, town))
    assert [one.key for one in terms.tenants] == ["t1"]
    assert terms.corporation.name == "Woningstichting Veenrade"
    assert terms.corporation.signatory_name == "Karin Poort"
    assert (terms.expert.name, terms.expert.organisation) == ("Sanne de Boer", "Praktijk Veenrade")
    assert terms.home.address
    assert terms.reflection_days == 7


def test_a_draft_takes_incidents_over_without_their_reporters(uow: UnitOfWork) -> None:
    town = make_town(uow)
    case = make_case(uow, town, expert=True)
    incident = cases.log_incident(uow, case.id, incident_facts(uow))
    cases.hear_tenant(
        uow, incident.id, HearingFacts(held_on=clock.today(), outcome=Hearing.HEARD, version="Ik was niet thuis.")
    )
    terms = terms_of(uow, services.draft(uow, case.id))
    assert [one.number for one in terms.occasion.incidents] == [1]
    assert "nummer 14" not in terms.model_dump_json()
    assert "M1" not in terms.model_dump_json()
    assert terms.responses[0].text == "Ik was niet thuis."


def test_asking_twice_for_a_draft_gives_the_same_one(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    assert services.draft(uow, agreement.case_id).id == agreement.id


def test_drafting_brings_a_case_from_intake_to_planning(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    assert uow.get(Case, agreement.case_id).state is CaseState.PLANNING


def test_an_unknown_template_is_refused(uow: UnitOfWork) -> None:
    case = make_case(uow, make_town(uow), expert=True)
    with pytest.raises(Invalid, match=r"agreement\.template"):
        services.draft(uow, case.id, "../voluntary")


@pytest.mark.parametrize("who", ["landlord", "expert", "auditor"])
def test_only_the_bureau_and_legal_staff_draft(uow: UnitOfWork, who: str) -> None:
    town = make_town(uow)
    case = make_case(uow, town, expert=True)
    uow.actor = town.everybody()[who]
    with acting(uow.session, uow.actor), pytest.raises((Denied, Missing)):
        services.draft(uow, case.id)


def test_the_expert_and_a_tenant_never_see_a_draft(uow: UnitOfWork) -> None:
    town = make_town(uow)
    agreement = make_draft(uow, town)
    with acting(uow.session, town.expert):
        assert queries.draft_of(uow.session, town.expert, agreement.id) is None
    with acting(uow.session, town.staff):
        assert queries.draft_of(uow.session, town.staff, agreement.id) is not None


# ---- editing -------------------------------------------------------------------------------------------------------


def test_a_stale_version_is_refused_and_nothing_is_overwritten(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    row = queries.draft_of(uow.session, SYSTEM, agreement.id)
    assert row is not None
    version = row.version
    services.edit(uow, agreement.id, version, {"months": 6})
    with pytest.raises(Conflict, match=r"row\.stale"):
        services.edit(uow, agreement.id, version, {"months": 24})
    assert terms_of(uow, agreement).months == 6


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tenants": []}, "agreement.part"),
        ({"months": "veel"}, "agreement.invalid"),
        ({"responses": [{"tenant": "t9", "text": "x"}]}, "agreement.invalid"),
        ({"purpose": "x" * 9_000}, "text.too_long"),
        ({"purpose": "bel 111222333"}, "text.bsn"),
        ({"help": [{"goal": "a", "onbekend": 1}]}, "agreement.invalid"),
    ],
)
def test_what_does_not_fit_is_refused(uow: UnitOfWork, change: dict[str, object], code: str) -> None:
    agreement = make_draft(uow)
    with pytest.raises(Invalid, match=code.replace(".", r"\.")):
        services.edit(uow, agreement.id, change=change)


def test_control_and_direction_characters_do_not_reach_the_text(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    services.edit(uow, agreement.id, change={"purpose": "Rustig\u202e wonen\x07"})
    assert terms_of(uow, agreement).purpose == "Rustig  wonen"


def test_clauses_are_put_moved_and_removed_and_stay_numbered(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    for code in ("V1", "V3", "V14"):
        services.put_clause(uow, agreement.id, code)
    services.move_clause(uow, agreement.id, 3, 1)
    services.remove_clause(uow, agreement.id, 2)
    assert [(one.number, one.code) for one in terms_of(uow, agreement).clauses] == [(1, "V14"), (2, "V3")]


def test_a_clause_is_changed_in_its_place(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    services.put_clause(uow, agreement.id, "V1")
    services.put_clause(uow, agreement.id, "V1", {"from": "23.00"}, place=1)
    assert "tussen 23.00 uur" in terms_of(uow, agreement).clauses[0].text


@pytest.mark.parametrize(
    ("code", "parameters", "addressees", "error"),
    [
        ("V99", {}, (), "clause.unknown"),
        ("V1", {"from": "laat"}, (), "clause.value.time"),
        ("V1", {"volume": "1"}, (), "clause.value.unknown"),
        ("V1", {}, ("t7",), "agreement.addressee"),
        ("G9", {"training": "slikken van medicijnen die u trouw gebruikt"}, (), "clause.refused.medication"),
    ],
)
def test_a_clause_that_cannot_be_is_refused(
    uow: UnitOfWork, code: str, parameters: dict[str, str], addressees: tuple[str, ...], error: str
) -> None:
    agreement = make_draft(uow)
    with pytest.raises((Invalid, Missing), match=error.replace(".", r"\.")):
        services.put_clause(uow, agreement.id, code, parameters, addressees)
    assert terms_of(uow, agreement).clauses == ()


def test_only_somebody_of_the_corporation_signs_for_it(uow: UnitOfWork) -> None:
    town = make_town(uow)
    agreement = make_draft(uow, town)
    assert town.landlord.id and town.expert.id
    services.name_signer(uow, agreement.id, town.landlord.id, "manager wonen", "volmacht 2026")
    assert terms_of(uow, agreement).corporation.mandate == "volmacht 2026"
    with pytest.raises(Invalid, match=r"agreement\.signer"):
        services.name_signer(uow, agreement.id, town.expert.id)


# ---- freezing ------------------------------------------------------------------------------------------------------


def test_open_places_stand_in_the_way_of_a_version(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    complete(uow, agreement)
    services.put_clause(uow, agreement.id, "G6")
    with pytest.raises(Invalid, match=r"agreement\.blocking") as found:
        services.prepare(uow.session, agreement.id)
    assert "agreement.placeholder" in str(found.value.params["codes"])


def test_a_version_keeps_content_digest_and_bytes_that_belong_together(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    version = make_version(uow, agreement)
    assert version.state is VersionState.OFFERED
    assert digest_of_stored(version.content) == version.content_digest
    assert version.content_digest.encode() in queries.document(uow.session, SYSTEM, version)
    assert queries.draft_of(uow.session, SYSTEM, agreement.id) is None
    assert {"agreement.frozen", "agreement.offered"} <= set(events(uow))


def test_a_draft_that_changed_meanwhile_is_not_frozen(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    complete(uow, agreement)
    prepared = ready(uow, agreement)
    services.edit(uow, agreement.id, change={"months": 6})
    with pytest.raises(Conflict, match=r"row\.stale"):
        services.freeze(uow, agreement.id, prepared)


def test_open_points_of_the_legal_health_ask_for_a_reason_which_is_kept(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    complete(uow, agreement)
    prepared = ready(uow, agreement)
    assert checks.warnings(prepared.content)
    for reason in ("", "omdat", " " * 40):
        with pytest.raises(Invalid, match=r"agreement\.override"):
            services.freeze(uow, agreement.id, prepared, reason=reason)
    version = services.freeze(uow, agreement.id, prepared, reason="De zitting is morgen.")
    kept = queries.override_of(uow.session, SYSTEM, version.id)
    assert kept is not None and kept.reason == "De zitting is morgen."
    assert {one["code"] for one in kept.points["points"]} == {one.code for one in checks.warnings(prepared.content)}
    assert "agreement.sent_anyway" in events(uow)


def test_words_of_staff_stand_beside_those_of_the_library_with_a_reason(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    complete(uow, agreement)
    goal = terms_of(uow, agreement).help[0].goal
    own = Own("U zet na 21.00 uur geen muziek aan.", "Na 21.00 uur zet u geen muziek aan.", "Er slaapt een baby naast.")
    services.put_clause(uow, agreement.id, "V1", place=1, goals=[goal], own=own)
    clause = terms_of(uow, agreement).clauses[0]
    assert (clause.text, clause.goals) == (own.text, (goal,))
    assert clause.deviation is not None and clause.deviation.library.startswith("U zet tussen 22.00 uur")
    assert not clause.translations and not clause.plain_en, "a translation of other words would mislead"
    content, _row = services.composed(uow.session, agreement.id, SYSTEM)
    assert "agreement.deviation" in {one.code for one in checks.warnings(content)}
    assert "Wijkt af van de bibliotheek" in agreement_html(content, concept=True)
    assert "Wijkt af van de bibliotheek" not in agreement_html(content)
    services.put_clause(uow, agreement.id, "V1", place=1, own=Own())
    assert terms_of(uow, agreement).clauses[0].deviation is None


@pytest.mark.parametrize(
    ("own", "code"),
    [
        (Own("Bij herhaling vervalt uw huurrecht.", "", "Zo wil de verhuurder."), "clause.refused.lease_ends"),
        (Own("", "U laat ons uw medisch dossier inzien.", "Zo wil de verhuurder."), "clause.refused.diagnosis"),
        (Own("U bent om 21.00 uur stil.", "", "kort"), "agreement.deviation_reason"),
        (Own("U bent om {tijd} stil.", "", "Zo wil de verhuurder."), "clause.value.text"),
    ],
)
def test_words_of_staff_are_held_to_the_same_limits(uow: UnitOfWork, own: Own, code: str) -> None:
    agreement = make_draft(uow)
    with pytest.raises(Invalid) as refused:
        services.put_clause(uow, agreement.id, "V1", own=own)
    assert refused.value.code == code


def test_a_clause_of_the_landlord_stands_with_what_the_landlord_does(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    complete(uow, agreement)
    release_like(
        uow, "V16", type="corporation", text="De verhuurder vervangt de camera bij de voordeur binnen 14 dagen."
    )
    services.put_clause(uow, agreement.id, "V16")
    content, _row = services.composed(uow.session, agreement.id, SYSTEM)
    assert [one.code for one in content.clauses_in(8)] == ["V16"]
    assert [one.code for one in content.clauses_in(6)] == ["V1", "G1"]
    html = agreement_html(content)
    assert html.index('id="hoofdstuk-8"') < html.index('id="afspraak-3"') < html.index('id="hoofdstuk-9"')


def test_somebody_of_another_corporation_finds_no_agreement(uow: UnitOfWork) -> None:
    agreement = make_draft(uow, make_town(uow, "Hier"))
    version = make_version(uow, agreement)
    stranger = make_town(uow, "Elders").landlord
    with acting(uow.session, stranger), pytest.raises(Missing):
        queries.version(uow.session, stranger, version.id)
    assert uow.session.scalar(sa.select(sa.func.count(AgreementVersion.id))) == 1
    assert uow.session.scalar(sa.select(sa.func.count(AgreementDraft.id))) == 1


def test_a_draft_keeps_the_version_of_a_clause_until_a_newer_one_is_taken_over(uow: UnitOfWork) -> None:
    town = make_town(uow)
    agreement = make_draft(uow, town)
    services.put_clause(uow, agreement.id, "V1", {"from": "23:00"})
    release_like(uow, "V1", plain={"nl": "Na {from} bent u stil. Dat geldt tot {until}."})
    services.put_clause(uow, agreement.id, "V1", {"from": "21:30"}, place=1)
    (kept,) = terms_of(uow, agreement).clauses
    assert kept.version == 1 and "bent u stil" not in kept.plain and "21.30" in kept.plain
    services.renew_clause(uow, agreement.id, 1)
    (newer,) = terms_of(uow, agreement).clauses
    assert newer.version == 2 and newer.plain == "Na 21.30 uur bent u stil. Dat geldt tot 07.00 uur."


def test_own_words_stay_when_a_newer_text_is_taken_over(uow: UnitOfWork) -> None:
    agreement = make_draft(uow, make_town(uow))
    own = Own(plain="Om tien uur gaat de tv zacht.", reason="Zo zegt de huurder het zelf.")
    services.put_clause(uow, agreement.id, "V1", own=own)
    release_like(uow, "V1", plain={"nl": "Na {from} bent u stil. Dat geldt tot {until}."})
    services.renew_clause(uow, agreement.id, 1)
    (item,) = terms_of(uow, agreement).clauses
    assert item.version == 2 and item.plain == own.plain
    assert item.deviation is not None and "bent u stil" in item.deviation.library_plain
    with pytest.raises(Invalid, match=r"agreement\.clause_unknown"):
        services.renew_clause(uow, agreement.id, 9)


def test_a_draft_begins_with_the_clauses_that_fit_and_nothing_of_them_is_open(uow: UnitOfWork) -> None:
    case = make_case(uow, make_town(uow), expert=True)
    for category in (IncidentCategory.NOISE, IncidentCategory.WASTE, IncidentCategory.OTHER):
        cases.log_incident(uow, case.id, incident_facts(uow, category=category))
    agreement = services.draft(uow, case.id, propose=True)
    found = terms_of(uow, agreement).clauses
    assert [(one.number, one.code, one.incidents) for one in found] == [(1, "V1", (1,)), (2, "G5", (2,))]
    assert not any(one.open for one in found)
    content, _row = services.composed(uow.session, agreement.id, SYSTEM)
    assert "agreement.placeholder" not in {one.code for one in checks.blocking(content)}


def test_a_draft_of_a_case_without_incidents_begins_without_clauses(uow: UnitOfWork) -> None:
    case = make_case(uow, make_town(uow), expert=True)
    assert terms_of(uow, services.draft(uow, case.id, propose=True)).clauses == ()
