"""`portal form`: forms in and out as files, and tried on answers, without a database and without a stack trace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import forms
from forms import xlsform
from portal.cli import cli
from tests.builders.submissions import make_body, make_field
from tests.core.test_commands import portal
from tests.forms.workbooks import make_book, sound_book, with_parts

SHIPPED = Path(__file__).parents[2] / "portal" / "definitions" / "shipped"


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["form", *map(str, words)])


def told(*words: object) -> dict[str, Any]:
    found = run(*words, "--json")
    assert found.exit_code == 0, found.output
    return json.loads(found.output)  # type: ignore[no-any-return]


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def written(name: str, content: Any) -> Path:
        target = tmp_path / name
        target.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return target

    return written


def test_a_shipped_form_goes_through_a_workbook_unchanged(tmp_path: Path) -> None:
    out = told("export", SHIPPED / "intake.json", "--to", tmp_path / "intake.xlsx")
    found = told("import", tmp_path / "intake.xlsx", "--dry-run")
    assert (found["digest"], found["status"], found["report"]) == (out["digest"], "sound", [])
    assert found["definition"] == json.loads((SHIPPED / "intake.json").read_text()) or found["digest"] == out["digest"]


def test_a_foreign_workbook_is_a_draft_and_can_be_kept_as_json(tmp_path: Path, write: Any) -> None:
    book = write("visit.xlsx", sound_book())
    found = told("import", book, "--to", tmp_path / "draft.json")
    assert found["status"] == "draft"
    assert {problem["code"] for problem in found["problems"]} == {"missing_handling"}
    assert forms.digest(forms.load_json((tmp_path / "draft.json").read_bytes())) == found["digest"]


def test_a_definition_with_problems_is_refused_with_all_of_them(write: Any) -> None:
    faulty = write("faulty.json", make_body(make_field(show_if={"answered": {"var": "gone"}}), purpose=None))
    found = run("import", faulty, "--dry-run", "--json")
    assert found.exit_code == 1
    assert {one["code"] for one in json.loads(found.output)["problems"]} == {"dangling_reference", "missing_handling"}
    assert told("import", faulty, "--dry-run", "--draft")["status"] == "draft"


HOSTILE = {
    "empty": b"", "no json": b"{", "deep": b"[" * 500_000, "deep but whole": b"[" * 400 + b"]" * 400,
    "nan": b'{"key": NaN}', "twice": b'{"key": 1, "key": 2}', "huge": b"[" + b"1," * 3_000_000 + b"1]",
    "no text": b"\xff\xfe\x00\xd8", "half a character": b'{"a": "\\ud800"}', "a number without end": b"9" * 100_000,
    "a list": b"[]", "a word": b'"x"', "null": b"null", "escapes": b'{"\\u001b[31m": 1}',
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_json_is_refused_in_a_sentence(name: str, write: Any) -> None:
    file = write("hostile.json", HOSTILE[name])
    found = run("import", file, "--dry-run", "--json")
    assert (found.exit_code, found.exception and type(found.exception)) == (1, SystemExit)
    assert all(one["message"] for one in json.loads(found.output)["problems"])
    assert "\x1b" not in run("import", file, "--dry-run").output


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_are_refused_or_worked_out(name: str, write: Any) -> None:
    form, file = write("form.json", make_body()), write("answers.json", HOSTILE[name])
    found = run("evaluate", form, file, "--json")
    assert found.exit_code in (0, 1)
    assert found.exception is None or isinstance(found.exception, SystemExit)
    if found.exit_code == 0:
        assert {"not_answers", "no_such_question"} & {one["code"] for one in json.loads(found.output)["errors"]}


@pytest.mark.parametrize("name", ["gone.json", ".", "form.json/x"])
def test_a_file_that_cannot_be_read_is_named_with_what_to_do(name: str, tmp_path: Path, write: Any) -> None:
    form = write("form.json", make_body())
    for words in (
        ("import", tmp_path / name),
        ("evaluate", tmp_path / name, form),
        ("evaluate", form, tmp_path / name),
    ):
        found = run(*words, "--json")
        (problem,) = json.loads(found.output)["problems"]
        assert (found.exit_code, problem["code"], bool(problem["remedy"])) == (1, "no_file", True)


def test_what_is_no_question_is_named_with_its_place(write: Any) -> None:
    form = write("form.json", make_body(make_field("repeat", "r", fields=[make_field("decimal", "x")])))
    found = told("evaluate", form, write("a.json", {"zz": 1, "r": [{"x": 2.5, "yy": 1}]}))
    assert [(one["path"], one["code"]) for one in found["errors"]] == [
        ("zz", "no_such_question"), ("r-0-yy", "no_such_question"),
    ]  # fmt: skip
    assert "‘zz’" in found["errors"][0]["message"]
    assert found["answers"] == {"r": [{"x": "2.5"}]}


def test_a_hostile_workbook_is_refused_with_its_remedy(write: Any) -> None:
    found = run("import", write("macro.xlsx", with_parts({"xl/vbaProject.bin": b"x"})), "--dry-run", "--json")
    assert found.exit_code == 1
    (problem,) = json.loads(found.output)["problems"]
    assert (problem["code"], "zonder macro" in problem["remedy"]) == ("macros", True)


def test_a_target_of_another_sort_is_wrong_use(tmp_path: Path) -> None:
    assert run("export", SHIPPED / "intake.json", "--to", tmp_path / "form.csv").exit_code == 2
    assert run("export", tmp_path / "gone.json", "--to", tmp_path / "form.json").exit_code == 1


def test_an_evaluation_tells_what_shows_what_is_asked_and_what_is_wrong(write: Any) -> None:
    form = write("form.json", make_body(
        make_field("yes_no", "pet"), make_field(show_if={"==": [{"var": "pet"}, True]}),
        make_field("integer", "age", need="optional", require_if={"var": "pet"}, constraints=[{"test": {"<": [{"var": "age"}, 30]}, "message": {"nl": "Te oud"}}]),
        make_field("calculated", "double", value={"*": [{"var": "age"}, 2]}, result="integer"),
        scores=[{"key": "total", "label": {"nl": "Totaal"}, "method": "sum", "items": [{"field": "age"}], "bands": [{"from": 10, "label": {"nl": "veel"}}]}],
    ))  # fmt: skip
    found = told("evaluate", form, write("a.json", {"pet": "ja", "age": "40", "double": 1}), "--today", "2026-03-01")
    assert found["visible"] == ["pet", "name", "age", "double"]
    assert found["required"] == ["pet", "name", "age"]
    assert found["computed"] == {"double": 80}
    assert [(one["path"], one["code"], one["message"]) for one in found["errors"]] == [
        ("name", "missing", "Vul een antwoord in bij ‘NAME’"), ("age", "constraint", "Te oud"),
    ]  # fmt: skip
    assert found["scores"]["total"] == {"value": 40, "band": "veel", "answered": 1, "of": 1, "domain": None}
    assert (found["answers"], found["today"]) == ({"pet": True, "age": 40, "double": 80}, "2026-03-01")
    hidden = told("evaluate", form, write("b.json", {"pet": "nee", "name": "Rex"}))
    assert (hidden["visible"], hidden["answers"]) == (["pet", "age", "double"], {"pet": False})


HEAD = [
    "type",
    "name",
    "label",
    "relevant",
    "constraint",
    "constraint_message",
    "required",
    "calculation",
    "choice_filter",
]


def row(type_: str, name: str = "", label: str = "", **more: str) -> list[str]:
    return [type_, name, label, *(more.get(column, "") for column in HEAD[3:])]


def test_a_household_roster_of_another_program_works(write: Any) -> None:
    book = make_book([
        HEAD, row("note", "welcome", "Wie wonen er in huis?"),
        row("begin_repeat", "person", "Bewoner"), row("text", "first_name", "Voornaam", required="yes"),
        row("integer", "age", "Leeftijd", required="yes", constraint=". >= 0 and . <= 120", constraint_message="Kan niet"),
        row("select_one yn", "school", "Gaat naar school?", relevant="${age} >= 4 and ${age} < 18", required="yes"),
        row("end_repeat"),
        row("calculate", "size", calculation="count(${person})"), row("calculate", "years", calculation="sum(${age})"),
        row("calculate", "oldest", calculation="max(${age})"),
        row("text", "why", "Waarom woont u met zo velen?", relevant="${size} > 2", required="yes"),
    ], [["list_name", "name", "label"], ["yn", "yes", "Ja"], ["yn", "no", "Nee"]])  # fmt: skip
    people = [{"first_name": "Ada", "age": 41}, {"first_name": "Bo", "age": 9}, {"age": 130}]
    found = told("evaluate", write("roster.xlsx", book), write("a.json", {"person": people}))
    assert found["computed"] == {"size": 3, "years": "180", "oldest": "130"} or found["computed"]["size"] in (3, "3")
    assert "person-1-school" in found["visible"]
    assert "person-0-school" not in found["visible"]
    assert [(one["path"], one["code"]) for one in found["errors"]] == [
        ("person-1-school", "missing_choice"), ("person-2-first_name", "missing"), ("person-2-age", "constraint"), ("why", "missing"),
    ]  # fmt: skip


def test_choices_that_follow_from_each_other_work(write: Any) -> None:
    book = make_book(
        [HEAD, row("select_one province", "province", "Provincie", required="yes"),
         row("select_one town", "town", "Gemeente", required="yes", choice_filter="province = ${province}")],
        [["list_name", "name", "label", "province"], ["province", "fr", "Friesland", ""], ["province", "dr", "Drenthe", ""],
         ["town", "sneek", "Sneek", "fr"], ["town", "assen", "Assen", "dr"], ["town", "emmen", "Emmen", "dr"]],
    )  # fmt: skip
    form = write("towns.xlsx", book)
    assert told("evaluate", form, write("a.json", {"province": "dr", "town": "emmen"}))["complete"]
    wrong = told("evaluate", form, write("b.json", {"province": "fr", "town": "emmen"}))
    assert [one["path"] for one in wrong["errors"]] == ["town"]
    assert wrong["answers"] == {"province": "fr"}


def test_a_scored_questionnaire_works(write: Any) -> None:
    scale = [
        ["list_name", "name", "label"],
        *(["often", n, words] for n, words in enumerate(["Nooit", "Soms", "Vaak", "Altijd"])),
    ]
    items = [row("select_one often", f"q{n}", f"Vraag {n}", required="yes") for n in range(1, 4)]
    total = " + ".join(f"number(${{q{n}}})" for n in range(1, 4))
    book = make_book([
        HEAD, *items, row("calculate", "total", calculation=total),
        row("calculate", "level", calculation="if(${total} >= 6, 'hoog', if(${total} >= 3, 'midden', 'laag'))"),
        row("note", "advice", "Praat hierover met iemand.", relevant="${level} = 'hoog'"),
    ], scale)  # fmt: skip
    found = told("import", write("score.xlsx", book), "--dry-run")
    assert found["status"] == "draft"
    assert [one["kind"] for one in found["definition"]["pages"][0]["fields"][:3]] == ["scale"] * 3
    answers = {"q1": 3, "q2": 2, "q3": 2}
    outcome = told("evaluate", write("score.xlsx", book), write("a.json", answers))
    assert outcome["computed"] == {"total": "7", "level": "hoog"}
    assert "advice" in outcome["visible"]


@pytest.mark.slow
def test_a_sound_form_is_published_and_a_foreign_one_becomes_a_draft(tmp_path: Path, write: Any) -> None:
    home, intake = tmp_path / "home", forms.load_json((SHIPPED / "intake.json").read_bytes())
    assert portal(home, "migrate").returncode == 0
    sound = portal(home, "form", "import", str(write("intake.xlsx", xlsform.write(intake))), "--json")
    assert (json.loads(sound.stdout)["digest"], json.loads(sound.stdout)["published"]) == (forms.digest(intake), 1)
    drafted = portal(home, "form", "import", str(write("visit.xlsx", sound_book())), "--json")
    assert (drafted.returncode, bool(json.loads(drafted.stdout)["draft"])) == (0, True)
    out = tmp_path / "draft.json"
    kept = portal(home, "form", "export", "formulier", "--draft", "--to", str(out), "--json")
    assert (
        json.loads(kept.stdout)["digest"]
        == json.loads(drafted.stdout)["digest"]
        == forms.digest(forms.load_json(out.read_bytes()))
    )
    without = portal(home, "form", "export", "formulier", "--to", str(out), "--json")
    assert (without.returncode, "--draft" in json.loads(without.stdout)["problems"][0]["remedy"]) == (1, True)
    missing = portal(home, "form", "export", "nope", "--to", str(tmp_path / "b.json"))
    assert (missing.returncode, "Traceback" in missing.stderr) == (1, False)
