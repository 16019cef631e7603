"""What changed between two moments is counted from the answers; a table takes along what its reader may read."""

from __future__ import annotations

import csv
import io
import uuid
import zipfile

import pytest

from portal.core import crypto
from portal.core.policy import Actor
from portal.submissions import queries, services, tables
from portal.submissions.progress import Course, course
from tests.builders.cases import Town, make_case
from tests.builders.submissions import make_submission, tenant_of
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")
CANARY = "kanarie-5b1e"


@pytest.fixture
def case_id(work: Work, town: Town) -> uuid.UUID:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
    with work(town.expert) as uow:
        make_submission(
            uow, case_id, send=True, housing_target=4, housing_note="De galerij staat vol.", language="=1+1"
        )
    with work(town.expert) as uow:
        make_submission(uow, case_id, "evaluation", send=True, held_on="2026-04-09", scores=(3, 2, 2, 2, 1, 3, 2, 4))
    with work(town.expert) as uow:
        make_submission(uow, case_id, "evaluation", send=True, held_on="2026-05-21", mental_note=CANARY)
    return case_id


def told(work: Work, actor: Actor, case_id: uuid.UUID) -> Course:
    with work(actor) as uow:
        person = tenant_of(uow, case_id)
        crypto.open_care(uow.session, case_id)
        return course(uow.session, actor, case_id, person)


def test_the_oldest_and_the_newest_moment_are_compared_when_none_is_named(
    work: Work, town: Town, case_id: uuid.UUID
) -> None:
    found = told(work, town.expert, case_id).between()
    assert found is not None
    assert (str(found.first.on), str(found.last.on), len(found.through)) == ("2026-02-12", "2026-05-21", 3)
    assert [(row.key, row.before, row.after) for row in found.changed][:3] == [
        ("housing", 2, 4), ("finance", 2, 4), ("work", 1, 3),
    ]  # fmt: skip
    assert [row.key for row in found.equal] == ["physical"]
    assert (len(found.up), len(found.down), found.compared) == (7, 0, 8)
    assert [row.key for row in found.reached] == ["housing"]
    housing = next(row for row in found.rows if row.key == "housing")
    assert (housing.between, housing.target, housing.note_before) == ((3,), 4, "De galerij staat vol.")


def test_any_two_moments_can_be_compared_in_either_order(work: Work, town: Town, case_id: uuid.UUID) -> None:
    found = told(work, town.expert, case_id)
    first, second, third = (one.submission_id for one in found.moments)
    turned = found.between(third, second)
    assert turned is not None
    assert (turned.first.submission_id, turned.last.submission_id) == (second, third)
    fallen = found.between(first, second)
    assert fallen is not None
    assert [(row.key, row.difference) for row in fallen.down] == [("mental", -1)]
    same = found.between(second, second)
    assert same is not None
    assert same.first != same.last
    unknown = found.between(uuid.uuid4(), uuid.uuid4())
    assert unknown is not None
    assert unknown.first.submission_id == first


def test_who_reads_no_care_gets_no_course(work: Work, town: Town, case_id: uuid.UUID) -> None:
    for actor in (town.staff, town.landlord, town.legal):
        assert told(work, actor, case_id).moments == []


def test_a_declined_score_is_no_score(work: Work, town: Town) -> None:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
    with work(town.expert) as uow:
        make_submission(uow, case_id, send=True)
        make_submission(uow, case_id, "evaluation", send=True, mental_score={"$": "declined"})
    found = told(work, town.expert, case_id).between()
    assert found is not None
    mental = next(row for row in found.rows if row.key == "mental")
    assert (mental.after, mental.difference, found.compared) == (None, 0, 7)


def read(tables_: tables.Gathered, family: str) -> dict[str, list[dict[str, str]]]:
    packed = zipfile.ZipFile(io.BytesIO(tables.archive(tables_, family)))
    return {
        name: list(csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig")), delimiter=";"))
        for name in packed.namelist()
        if name != tables.READ_ME
    }


def test_a_table_holds_a_row_per_form_and_repeats_in_a_file_of_their_own(
    work: Work, town: Town, case_id: uuid.UUID
) -> None:
    opened: list[uuid.UUID] = []
    with work(town.expert) as uow:
        crypto.open_care(uow.session, case_id)
        made = tables.gather(uow.session, town.expert, "evaluation", lambda case: opened.append(case.id))
        files = read(made, "evaluation")
    assert (made.number, made.total) == (2, 2)
    assert opened == [case_id]
    assert sorted(files) == ["evaluation-clauses.csv", "evaluation.csv"]
    assert [row["mental_note"] for row in files["evaluation.csv"]] == ["", CANARY]
    assert [row["clause_result"] for row in files["evaluation-clauses.csv"]] == ["kept", "kept"]
    assert files["evaluation-clauses.csv"][0]["formulier"] == files["evaluation.csv"][0]["formulier"]


def test_a_table_of_the_corporation_has_no_columns_of_care(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.landlord) as uow:
        made = tables.gather(uow.session, town.landlord, "evaluation", lambda case: None)
        packed = tables.archive(made, "evaluation")
    assert made.total == 0
    with work(town.expert) as uow:
        for row in queries.of_case(uow.session, town.expert, case_id, "evaluation"):
            services.accept(uow, row.id, {})
    with work(town.landlord) as uow:
        made = tables.gather(uow.session, town.landlord, "evaluation", lambda case: None)
        packed = tables.archive(made, "evaluation")
    columns = read(made, "evaluation")["evaluation.csv"][0].keys()
    assert "decision" in columns
    assert not columns & {"housing_score", "mental_note", "own_words", "goals_next", "finance_target"}
    assert CANARY.encode() not in packed


def test_a_table_carries_corrected_answers_and_no_formula(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.expert) as uow:
        row = next(row for row in queries.of_case(uow.session, town.expert, case_id, "intake"))
        services.correct(uow, row.id, {"place": "office"}, "Was op kantoor.")
    with work(town.expert) as uow:
        crypto.open_care(uow.session, case_id)
        made = tables.gather(uow.session, town.expert, "intake", lambda case: None)
    (line,) = read(made, "intake")["intake.csv"]
    assert (line["place"], line["language"]) == ("office", "'=1+1")
    assert line["verbeterd"]


def test_what_does_not_go_into_one_file_goes_into_a_next_part_and_both_say_so(
    work: Work, town: Town, case_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST", 1)
    with work(town.expert) as uow:
        crypto.open_care(uow.session, case_id)
        parts = [tables.gather(uow.session, town.expert, "evaluation", lambda case: None, part) for part in (1, 2, 3)]
    assert [(one.number, one.total, one.parts) for one in parts] == [(1, 2, 2), (1, 2, 2), (0, 2, 2)]
    assert len({read(one, "evaluation")["evaluation.csv"][0]["formulier"] for one in parts[:2]}) == 2
    assert "deel 2 van 2" in "\n".join(tables.told(parts[1]))


def test_a_file_names_the_questions_that_were_left_out(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.expert) as uow:
        for row in queries.of_case(uow.session, town.expert, case_id, "evaluation"):
            services.accept(uow, row.id, {})
    with work(town.landlord) as uow:
        made = tables.gather(uow.session, town.landlord, "evaluation", lambda case: None)
    packed = zipfile.ZipFile(io.BytesIO(tables.archive(made, "evaluation")))
    told = packed.read(tables.READ_ME).decode("utf-8-sig")
    assert "2 van 2 verstuurde formulieren" in told
    assert "Weggelaten" in told and "doelen" in told.lower()
    assert CANARY not in told


def test_a_table_keeps_thousands_of_rows_small_in_memory() -> None:
    table = tables.Table()
    for number in range(3_000):
        table.add({"zaak": f"D-{number}", "tekst": "Het gaat beter dan de vorige keer. " * 40, "leeg": None, "=1+1": True}, ["zaak", "tekst", "=1+1"])
    assert len(table._packed.getvalue()) < 1_000_000
    rows = list(table.rows())
    assert (len(rows), rows[-1]["zaak"], rows[0]["=1+1"]) == (3_000, "D-2999", "ja")
    assert list(table.rows()) == rows
