"""Custom fields of records: who keeps them, who reads them, and what becomes of them when their form changes."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

import forms
from portal.core.audit import AuditRow
from portal.core.db import Compartment
from portal.core.errors import Conflict, Denied, DomainError, Invalid, Missing
from portal.core.policy import ANONYMOUS, SYSTEM, Actor, acting, scoped
from portal.definitions import queries, services
from portal.definitions.models import CustomAnswers, CustomValue
from portal.definitions.rules.records import RecordKind
from portal.migrating import downgrade, upgrade
from portal.submissions import services as submissions
from tests.builders.cases import Town, make_case, make_town
from tests.builders.custom import keep, make_fields, renew_fields
from tests.builders.parties import make_dwelling, make_person
from tests.builders.submissions import make_body, make_field
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")
CASE, PERSON, ORGANISATION, DWELLING = RecordKind


@pytest.fixture
def town(work: Work) -> Town:
    with work() as uow:
        return make_town(uow)


def refused(work: Work, actor: Actor, kind: RecordKind, record_id: uuid.UUID, **typed: str) -> DomainError:
    with pytest.raises(DomainError) as wrong, work(actor) as uow:
        keep(uow, kind, record_id, **typed)
    return wrong.value


def rows(work: Work, actor: Actor, model: type[CustomAnswers] | type[CustomValue] = CustomAnswers) -> int:
    with work() as uow, acting(uow.session, actor):
        return len(uow.session.scalars(scoped(model, actor)).all())


def test_answers_are_kept_with_their_version_flat_values_and_a_line_in_the_log(work: Work, town: Town) -> None:
    with work(town.admin) as uow:
        version = make_fields(uow, PERSON).id
        person = make_person(uow, town.corporation).id
    with work(town.landlord) as uow:
        row = keep(uow, PERSON, person, dog="yes", breed="Ierse Setter", colour="red")
        assert (row.version_id, row.version) == (version, 1)
        assert row.answers == {"dog": True, "breed": "Ierse Setter", "colour": "red"}
    with work() as uow:
        values = uow.session.scalars(sa.select(CustomValue)).all()
        assert {(one.field_id, one.text) for one in values} == {("dog", "1"), ("breed", "ierse setter"), ("colour", "red")}
        told = uow.session.scalars(sa.select(AuditRow).where(AuditRow.name == "record.fields_kept")).one()
        assert "Setter" not in str(told.data)


def test_keeping_again_replaces_the_flat_values(work: Work, town: Town) -> None:
    with work(town.admin) as uow:
        make_fields(uow, DWELLING)
        dwelling = make_dwelling(uow, town.corporation).id
        keep(uow, DWELLING, dwelling, dog="yes", breed="Teckel")
    with work(town.admin) as uow:
        assert keep(uow, DWELLING, dwelling, dog="no").version == 2
    with work() as uow:
        assert [(v.field_id, v.text) for v in uow.session.scalars(sa.select(CustomValue))] == [("dog", "0")]


def test_whoever_is_late_is_told_and_overwrites_nothing(work: Work, town: Town) -> None:
    with work(town.admin) as uow:
        make_fields(uow, CASE)
        case = make_case(uow, town).id
        keep(uow, CASE, case, number=0, dog="no")
    for late in ("yes", "no"):
        with pytest.raises(Conflict) as told, work(town.landlord) as uow:
            keep(uow, CASE, case, number=0, dog=late, breed="x")
        assert told.value.code == "custom.stale"
    with work() as uow:
        assert uow.session.scalars(sa.select(CustomAnswers)).one().answers == {"dog": False}


def test_what_does_not_fit_is_refused_as_a_whole_with_every_fault(work: Work, town: Town) -> None:
    with work(town.admin) as uow:
        make_fields(uow, PERSON, make_field("integer", "age"), make_field("one_of", "colour"))
        person = make_person(uow, town.corporation).id
    wrong = refused(work, town.landlord, PERSON, person, age="tien", colour="paars")
    faults = wrong.params["errors"]
    assert isinstance(faults, list)
    assert (wrong.code, {fault.path for fault in faults}) == ("custom.faults", {"age", "colour"})
    assert rows(work, SYSTEM) == 0


def test_questions_that_an_answer_brings_are_asked_before_anything_is_kept(work: Work, town: Town) -> None:
    with work(town.admin) as uow:
        version = make_fields(uow, PERSON).id
        person = make_person(uow, town.corporation).id
    with pytest.raises(Invalid) as more, work(town.landlord) as uow:
        posted = forms.Posted({"dog__asked": "1", "dog": "yes", "colour__asked": "1"})
        services.keep_fields(uow, PERSON, person, "own_person", posted, 0, version)
    assert more.value.code == "custom.more"


@pytest.mark.parametrize("kind", RecordKind)
def test_a_foreign_record_is_not_there(work: Work, town: Town, kind: RecordKind) -> None:
    with work(town.admin) as uow:
        make_fields(uow, kind)
        other = make_town(uow, "Elders")
        ids = {
            CASE: make_case(uow, town).id, PERSON: make_person(uow, town.corporation).id,
            DWELLING: make_dwelling(uow, town.corporation, house_number="99").id, ORGANISATION: town.corporation,
        }  # fmt: skip
        keep(uow, kind, ids[kind], dog="no")
    for actor in (other.landlord, other.expert, town.auditor, ANONYMOUS):
        assert isinstance(refused(work, actor, kind, ids[kind], dog="yes"), Missing)
        assert rows(work, actor) == rows(work, actor, CustomValue) == 0
    assert isinstance(refused(work, town.admin, kind, uuid.uuid4(), dog="yes"), Missing)


def test_the_form_of_one_kind_of_record_does_not_open_on_another(work: Work, town: Town) -> None:
    with work(town.admin) as uow:
        make_fields(uow, DWELLING)
        person = make_person(uow, town.corporation).id
    with pytest.raises(Missing), work(town.admin) as uow:
        keep(uow, PERSON, person, key="own_dwelling", dog="no")


def test_the_expert_reads_and_changes_part_a_of_an_assigned_case_and_never_part_b(work: Work, town: Town) -> None:
    with work(town.admin) as uow:
        make_fields(uow, CASE, key="open", compartment="A")
        make_fields(uow, CASE, key="own", compartment="B")
        case = make_case(uow, town, expert=True).id
        keep(uow, CASE, case, key="open", dog="no")
        keep(uow, CASE, case, key="own", dog="no")
    with work(town.expert) as uow:
        assert keep(uow, CASE, case, key="open", dog="yes", breed="Teckel").compartment is Compartment.SHARED
    with pytest.raises(Missing), work(town.expert) as uow:
        keep(uow, CASE, case, key="own", dog="yes")
    assert (rows(work, town.expert), rows(work, town.landlord), rows(work, town.staff)) == (1, 2, 2)


def test_two_roles_of_one_person_do_not_add_up(work: Work, town: Town) -> None:
    with work(town.admin) as uow:
        make_fields(uow, CASE, compartment="B")
        case = make_case(uow, town, expert=True).id
        keep(uow, CASE, case, dog="no")
        elsewhere = make_town(uow, "Elders").landlord
    both = replace(town.expert, memberships=town.expert.memberships | elsewhere.memberships)
    assert rows(work, both) == 0
    assert isinstance(refused(work, both, CASE, case, dog="yes"), Missing)


def test_the_legal_staff_reads_and_does_not_change(work: Work, town: Town) -> None:
    with work(town.admin) as uow:
        make_fields(uow, CASE)
        case = make_case(uow, town).id
        keep(uow, CASE, case, dog="no")
    assert rows(work, town.legal) == 1
    assert isinstance(refused(work, town.legal, CASE, case, dog="yes"), Denied)


def test_answers_keep_their_version_until_somebody_changes_them(work: Work, town: Town) -> None:
    with work(town.admin) as uow:
        first = make_fields(uow, PERSON).id
        person = make_person(uow, town.corporation).id
        keep(uow, PERSON, person, dog="yes", breed="Teckel")
        second = renew_fields(uow, "own_person", make_field("yes_no", "dog"), make_field("integer", "breed")).id
    with work(town.admin) as uow:
        assert uow.session.scalars(sa.select(CustomAnswers)).one().version_id == first
        opened = services.open_fields(uow.session, uow.actor, PERSON, person, "own_person")
        assert opened.answers == {"dog": True}
        assert [(one.label, one.shown) for one in opened.unfit] == [("BREED", "Teckel")]
        row = keep(uow, PERSON, person, dog="yes", breed="3")
        assert (row.version_id, row.answers) == (second, {"dog": True, "breed": 3})


def test_a_page_of_the_version_before_is_told_that_the_form_is_new(work: Work, town: Town) -> None:
    with work(town.admin) as uow:
        old = make_fields(uow, PERSON).id
        person = make_person(uow, town.corporation).id
        renew_fields(uow, "own_person", make_field("yes_no", "dog"))
    with pytest.raises(Conflict) as told, work(town.admin) as uow:
        services.keep_fields(uow, PERSON, person, "own_person", forms.Posted({"dog": "yes"}), 0, old)
    assert told.value.code == "custom.renewed"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ([make_field(compartment="C")], "record_care"),
        ([make_field(id="a", compartment="A"), make_field(id="b", compartment="B")], "record_mixed"),
        ([make_field("file", "photo")], "record_kind"),
        ([make_field("repeat", "rows")], "record_kind"),
    ],
)  # fmt: skip
def test_what_custom_fields_may_not_ask_is_refused_with_a_remedy(
    work: Work, town: Town, fields: list[dict[str, object]], code: str
) -> None:
    with pytest.raises(Invalid) as wrong, work(town.admin) as uow:
        make_fields(uow, PERSON, *fields)
    found = wrong.value.params["errors"]
    assert isinstance(found, list)
    assert code in {one.code for one in found}
    assert all(one.remedy for one in found)


def test_custom_fields_do_not_move_to_another_compartment(work: Work, town: Town) -> None:
    with work(town.admin) as uow:
        make_fields(uow, PERSON, compartment="B")
    with pytest.raises(Invalid) as wrong, work(town.admin) as uow:
        renew_fields(uow, "own_person", make_field(), compartment="A")
    assert wrong.value.code == "form.record_compartment"


def test_an_ordinary_form_is_no_custom_field_and_the_other_way_round(work: Work, town: Town) -> None:
    with work(town.admin) as uow:
        services.publish(uow, forms.load(make_body()))
        make_fields(uow, CASE)
        case = make_case(uow, town)
        case_id, person_id = case.id, uow.session.scalars(sa.select(submissions.filling.Participant.person_id)).first()
        live, _ = queries.custom_fields(uow.session, uow.actor, CASE, [case_id])
        assert [one.family.key for one in live] == ["own_case"]
    assert person_id is not None
    with pytest.raises(Missing), work(town.admin) as uow:
        keep(uow, CASE, case_id, key="sample", name="x")
    with pytest.raises(Missing), work(town.admin) as uow:
        submissions.start(uow, case_id, "own_case", person_id)


def test_fields_are_taken_out_of_use_and_brought_back_by_the_administrator_with_their_answers(work: Work, town: Town) -> None:
    with work(town.admin) as uow:
        make_fields(uow, PERSON)
        person = make_person(uow, town.corporation).id
        keep(uow, PERSON, person, dog="yes", breed="Teckel")
    with pytest.raises(Denied), work(town.staff) as uow:
        services.retire(uow, "own_person")
    with work(town.admin) as uow:
        assert services.retire(uow, "own_person").retired_at == services.retire(uow, "own_person").retired_at
        assert queries.custom_fields(uow.session, uow.actor, PERSON, [person]) == ([], {})
    assert isinstance(refused(work, town.admin, PERSON, person, dog="no"), Missing)
    with work(town.admin) as uow:
        services.retire(uow, "own_person", back=True)
        assert services.open_fields(uow.session, uow.actor, PERSON, person, "own_person").answers["breed"] == "Teckel"
    with work() as uow:
        told = uow.session.scalars(sa.select(AuditRow.name).where(AuditRow.name.in_(["form.retired", "form.brought_back"]))).all()
        assert sorted(told) == ["form.brought_back", "form.retired"]


@pytest.mark.parametrize("key", ["intake", "nowhere", "a\0b"])
def test_only_fields_of_records_are_taken_out_of_use(work: Work, town: Town, key: str) -> None:
    with pytest.raises(Missing), work(town.admin) as uow:
        services.publish(uow, forms.load(make_body(key="intake")))
        services.retire(uow, key)


def test_amounts_and_dates_are_kept_with_what_orders_them(work: Work, town: Town) -> None:
    asked = [make_field(kind, kind, need="optional") for kind in ("integer", "decimal", "money", "scale", "date")]
    with work(town.admin) as uow:
        make_fields(uow, PERSON, *asked)
        person = make_person(uow, town.corporation).id
        keep(uow, PERSON, person, integer="12", decimal="2,5", money="10,01", scale="4", **{"date-day": "2", "date-month": "1", "date-year": "2000"})
    with work() as uow:
        kept = {one.field_id: one.rank for one in uow.session.scalars(sa.select(CustomValue))}
    assert kept == {"integer": 12_000_000, "decimal": 2_500_000, "money": 10_010_000, "scale": 4_000_000, "date": 730_121}


def test_answers_from_before_get_what_orders_them(tmp_path: Path) -> None:
    ids = {name: uuid.uuid4() for name in ("family", "version", "answers", "record")}
    body = make_body(*(make_field(kind, kind) for kind in ("integer", "money", "decimal", "date", "short_text")))
    given = {"integer": 3, "money": 1250, "decimal": "2.5", "date": "2000-01-02", "short_text": "7"}
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'm.sqlite3'}")
    with engine.begin() as connection:
        upgrade(connection, "0016")
        tables = sa.MetaData()
        tables.reflect(connection, only=["form_family", "form_version", "custom_answers", "custom_value"])
        moment = dt.datetime(2026, 1, 1)
        rows_of = {
            "form_family": {"id": ids["family"].hex, "key": "own", "title": "Own", "record": "person", "created_at": moment},
            "form_version": {"id": ids["version"].hex, "family_id": ids["family"].hex, "number": 1, "digest": "d", "body": body,
                             "published_at": moment, "created_at": moment},
            "custom_answers": {"id": ids["answers"].hex, "record_kind": "person", "record_id": ids["record"].hex,
                               "family_id": ids["family"].hex, "version_id": ids["version"].hex, "compartment": "B", "answers": given,
                               "changed_at": moment, "version": 1, "created_at": moment},
        }  # fmt: skip
        for name, row in rows_of.items():
            connection.execute(sa.insert(tables.tables[name]).values(row))
        upgrade(connection, "0017")
        table = sa.table("custom_value", sa.column("field_id"), sa.column("rank"))
        found = {row.field_id: row.rank for row in connection.execute(sa.select(table))}
        assert found == {"integer": 3_000_000, "money": 12_500_000, "decimal": 2_500_000, "date": 730_121}
        downgrade(connection, "0016")
        assert connection.execute(sa.select(sa.func.count()).select_from(sa.table("custom_value"))).scalar() == 0

