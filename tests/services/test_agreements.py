"""Commands on agreements: drafting, choosing clauses, freezing, superseding, taking effect."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa

from portal.agreements import checks, queries, services
from portal.agreements.content import digest_of_stored
from portal.agreements.drafting import Own
from portal.agreements.models import AgreementDraft, AgreementVersion
from portal.agreements.printing import agreement_html
from portal.agreements.rules import Action, VersionState
from portal.cases import services as cases
from portal.cases.models import Case
from portal.cases.rules import CaseState, Hearing, HearingFacts, ParticipantRole
from portal.core import clock
from portal.core.audit import AuditRow
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.core.jobs import Job
from portal.core.policy import SYSTEM, acting
from portal.core.uow import UnitOfWork
from portal.parties import services as parties
from portal.parties.rules import RegisterResult, RepresentationFacts, RepresentationKind
from tests.builders.agreements import complete, make_draft, make_signed, make_version, ready, terms_of
from tests.builders.cases import incident_facts, make_case, make_town
from tests.builders.clauses import make_library, release_like
from tests.builders.parties import make_person


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


def test_a_newer_version_supersedes_the_one_being_signed_which_stays_readable(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    first = make_version(uow, agreement)
    services.mark(uow, first.id, Action.SIGN)
    services.amend(uow, agreement.id)
    services.edit(uow, agreement.id, change={"months": 18})
    second = make_version(uow, agreement)
    assert (first.state, second.number) == (VersionState.SUPERSEDED, 2)
    assert queries.document(uow.session, SYSTEM, first)
    assert "agreement.superseded" in events(uow)


def test_amending_does_not_touch_the_version_before_the_new_one_is_frozen(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    first = make_version(uow, agreement)
    services.amend(uow, agreement.id)
    assert first.state is VersionState.OFFERED
    services.discard(uow, agreement.id)
    assert queries.draft_of(uow.session, SYSTEM, agreement.id) is None


def test_a_withdrawn_version_stays_withdrawn_when_the_next_is_offered(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    first = make_signed(uow, agreement)
    services.mark(uow, first.id, Action.WITHDRAW)
    services.amend(uow, agreement.id)
    make_version(uow, agreement)
    assert first.state is VersionState.WITHDRAWN


def test_a_second_agreement_waits_until_the_first_has_ended(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    make_version(uow, agreement)
    with pytest.raises(Conflict, match=r"agreement\.exists"):
        services.draft(uow, agreement.case_id)


# ---- who signs -----------------------------------------------------------------------------------------------------


def test_a_co_tenant_and_an_administrator_must_sign_too(uow: UnitOfWork) -> None:
    town = make_town(uow)
    case = make_case(uow, town, expert=True)
    other = make_person(uow, town.corporation, given_names="Bülent", surname="Öztürk")
    cases.add_participant(uow, case.id, other.id, ParticipantRole.CO_TENANT)
    facts = RepresentationFacts(kind=RepresentationKind.ADMINISTRATOR, name="Balanszorg Bewind B.V.")
    parties.add_representation(uow, other.id, facts)
    parties.check_register(uow, other.id, clock.today(), RegisterResult.ADMINISTRATION, "CCBR-1")
    make_library(uow)
    agreement = services.draft(uow, case.id)
    content, _row = services.composed(uow.session, agreement.id, SYSTEM)
    roles = [(one.key, one.role.value, one.order) for one in content.signatories]
    assert roles == [
        ("t1", "tenant", 1), ("t2", "co_tenant", 1), ("r1", "administrator", 2), ("corporation", "corporation", 3),
        ("expert", "expert", 4),
    ]  # fmt: skip
    assert "q.q. van Bülent Öztürk" in content.signatories[2].capacity


def test_people_are_read_anew_for_the_next_version(uow: UnitOfWork) -> None:
    town = make_town(uow)
    agreement = make_draft(uow, town)
    make_version(uow, agreement)
    person_id = uuid.UUID(queries.versions(uow.session, SYSTEM, agreement.id)[0].content["tenants"][0]["person_id"])
    parties.add_representation(uow, person_id, RepresentationFacts(kind=RepresentationKind.MENTOR, name="M. Łukasik"))
    services.amend(uow, agreement.id)
    content, _row = services.composed(uow.session, agreement.id, SYSTEM)
    mentor = next(one for one in content.signatories if one.role.value == "mentor")
    assert (mentor.meaning.value, mentor.sections) == ("sections", (7, 10))


# ---- the course ----------------------------------------------------------------------------------------------------


def test_the_last_signature_starts_the_reflection_and_plans_its_end(uow: UnitOfWork) -> None:
    version = make_signed(uow, make_draft(uow))
    assert version.state is VersionState.REFLECTION
    assert version.reflection_ends_at and version.reflection_ends_at - uow.now >= dt.timedelta(days=6, hours=23)
    due = uow.session.scalars(sa.select(Job.due).where(Job.name == "agreements.take_effect")).one()
    assert due == version.reflection_ends_at


def test_nothing_takes_effect_before_the_reflection_is_over(uow: UnitOfWork) -> None:
    version = make_signed(uow, make_draft(uow))
    assert services.take_effect(uow, version.id) is None
    assert version.state is VersionState.REFLECTION


def test_after_the_reflection_it_is_in_force_for_the_agreed_months_and_the_case_runs(uow: UnitOfWork) -> None:
    signed_at = dt.datetime(2026, 2, 19, 13, 12, tzinfo=dt.UTC)
    uow.now = signed_at
    with clock.at(signed_at):
        version = make_signed(uow, make_draft(uow))
    uow.now = signed_at + dt.timedelta(days=7)
    assert services.take_effect(uow, version.id) is version
    assert (version.in_force_on, version.ends_on) == (dt.date(2026, 2, 26), dt.date(2027, 2, 26))
    assert uow.get(Case, version.case_id).state is CaseState.RUNNING
    services.take_effect(uow, version.id)
    assert events(uow).count("agreement.took_effect") == 1


def test_a_withdrawn_version_never_takes_effect(uow: UnitOfWork) -> None:
    version = make_signed(uow, make_draft(uow))
    services.mark(uow, version.id, Action.WITHDRAW)
    uow.now += dt.timedelta(days=8)
    assert services.take_effect(uow, version.id) is None
    assert version.state is VersionState.WITHDRAWN


def test_a_version_in_force_stays_so_until_the_newer_one_takes_effect(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    first = make_signed(uow, agreement)
    uow.now += dt.timedelta(days=8)
    services.take_effect(uow, first.id)
    services.amend(uow, agreement.id)
    second = services.mark(uow, make_version(uow, agreement).id, Action.SIGN_LAST)
    assert first.state is VersionState.IN_FORCE
    uow.now += dt.timedelta(days=8)
    services.take_effect(uow, second.id)
    assert (first.state, second.state) == (VersionState.SUPERSEDED, VersionState.IN_FORCE)
    assert "agreement.superseded" not in events(uow)


def test_an_agreement_in_force_is_extended_and_ended(uow: UnitOfWork) -> None:
    version = make_signed(uow, make_draft(uow))
    uow.now += dt.timedelta(days=8)
    services.take_effect(uow, version.id)
    assert version.ends_on
    services.extend(uow, version.id, version.ends_on + dt.timedelta(days=180))
    assert version.state is VersionState.EXTENDED
    with pytest.raises(Invalid, match=r"agreement\.extension"):
        services.extend(uow, version.id, version.ends_on)
    assert services.end(uow, version.id).state.value == "ended"


def test_a_version_that_is_refused_cannot_be_signed_any_more(uow: UnitOfWork) -> None:
    version = make_version(uow, make_draft(uow))
    services.mark(uow, version.id, Action.REFUSE)
    with pytest.raises(Conflict, match=r"agreement\.move"):
        services.mark(uow, version.id, Action.SIGN)


def test_nobody_but_the_system_lets_an_agreement_take_effect(uow: UnitOfWork) -> None:
    town = make_town(uow)
    version = make_signed(uow, make_draft(uow, town))
    uow.actor = town.staff
    with pytest.raises(Denied):
        services.take_effect(uow, version.id)


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
