"""What a hostile or careless editor may send to the pages of templates: a clear answer, inert words, never a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.core.policy import Actor
from tests.builders.accounts import make_actor
from tests.builders.cases import make_case, make_town
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")
ClientFor = Callable[[Actor], FlaskClient]
BASE = "/afspraken/sjablonen/voluntary"
BAD = (
    "",
    "x",
    "\x00",
    "9" * 400,
    "-1",
    "1e9",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "{}",
    "{tenants",
    "\u202eabc",
    "é" * 5_000,
)


@pytest.fixture
def editor(client_for: ClientFor, work: Work) -> Iterator[FlaskClient]:
    with work() as uow:
        client = client_for(make_actor(uow, "legal"))
    client.post(f"{BASE}/beginnen")
    yield client


def now(client: FlaskClient) -> dict[str, str]:
    page = BeautifulSoup(client.get(BASE).text, "html.parser")
    return {"version": str(page.select_one("main input[name=version]")["value"])}  # type: ignore[index]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("hoofdstuk", ("title", "after")),
        ("hoofdstuk/7/omlaag", ("version",)),
        ("tekst/5", ("title", "plain", "paragraphs-0-text", "after-0-text", "paragraphs-99999-text")),
        ("plaatsen/6", ("kinds-0-kind", "kinds-0-here", "kinds-0-least", "kinds-0-most")),
        ("voorwaarden/2", ("place", "knop", "line-0-field", "line-0-op", "line-0-value", "line-0-group", "join")),
        ("tekenen", ("mode", "tenant", "expert")),
        ("begin", ("title", "months", "evaluation_weeks", "ladder", "social_team", "help_weeks")),
        ("kopie", ("title",)),
        ("intrekken", ("reason", "version")),
    ],
)
def test_nonsense_in_any_field_is_answered_and_breaks_nothing(
    editor: FlaskClient, path: str, names: tuple[str, ...]
) -> None:
    version = now(editor)
    for value in BAD:
        for given in (dict.fromkeys(names, value), {names[0]: value}):
            answer = editor.post(f"{BASE}/{path}", data=version | given)
            assert answer.status_code in (200, 303, 400, 403, 404, 409, 422), (value[:20], answer.status_code)
            assert "<script>alert" not in answer.text
    assert editor.get(BASE).status_code == 200


@pytest.mark.parametrize("key", ["%00", "a%00b", "..", "x" * 3_000, "VOLUNTARY", "voluntary%0a", "ｖoluntary", "'--"])
def test_a_template_that_cannot_be_is_not_found(editor: FlaskClient, key: str) -> None:
    for path in ("", "/tekst/5", "/voorwaarden/2", "/tekenen", "/begin", "/vergelijk", "/plaatsen/6"):
        assert editor.get(f"/afspraken/sjablonen/{key}{path}").status_code in (308, 404), path
    assert editor.post(f"/afspraken/sjablonen/{key}/beginnen").status_code == 404


def test_numbers_beyond_reason_are_not_found(editor: FlaskClient) -> None:
    for number in ("41", "99", "9" * 60):
        for path in ("tekst", "voorwaarden", "plaatsen"):
            assert editor.get(f"{BASE}/{path}/{number}").status_code == 404
        assert editor.post(f"{BASE}/hoofdstuk/{number}/omlaag", data=now(editor)).status_code == 404


def test_a_great_many_paragraphs_and_lines_are_cut_or_refused(editor: FlaskClient) -> None:
    many = {f"paragraphs-{at}-text": "x" for at in range(900)}
    answer = editor.post(f"{BASE}/tekst/5", data=now(editor) | {"title": "Doel", "plain": "Doel."} | many)
    assert answer.status_code in (413, 422)
    lines = {
        f"line-{at}-{part}": value
        for at in range(150)
        for part, value in (("field", "minors"), ("op", ">"), ("value", "1"))
    }
    answer = editor.post(f"{BASE}/voorwaarden/2", data=now(editor) | lines | {"place": "intro-0", "knop": "bewaar"})
    assert answer.status_code in (303, 413, 422) and editor.get(BASE).status_code == 200


def test_hostile_words_are_inert_on_the_page_in_the_picture_and_in_the_differences(
    editor: FlaskClient, work: Work, client_for: ClientFor
) -> None:
    words = "<img src=x onerror=alert(1)> &amp; ' \" \u202egnitirw https://evil.example/a.css"
    with work() as uow:
        other = client_for(make_actor(uow, "bureau_admin"))
        case_id = make_case(uow, make_town(uow), expert=True).id
    texts = {"title": "Doel <b>vet</b>", "plain": words, "paragraphs-0-text": words}
    assert editor.post(f"{BASE}/tekst/5", data=now(editor) | texts).status_code == 303
    look = editor.get(f"{BASE}/voorbeeld?zaak={case_id}")
    assert look.status_code == 200 and "data:image/png" in look.text
    assert other.post(f"{BASE}/beoordelen", data=now(other)).status_code == 303
    assert other.post(f"{BASE}/vrijgeven", data=now(other)).status_code == 303
    for page in (BASE, f"{BASE}/vergelijk", "/afspraken/sjablonen"):
        shown = other.get(page).text
        assert "<img src=x" not in shown and "<b>vet</b>" not in shown, page


def test_a_stranger_to_the_case_gets_no_look_with_it(client_for: ClientFor, work: Work) -> None:
    with work() as uow:
        landlord = make_town(uow).landlord
        case_id = make_case(uow, make_town(uow, "Elders"), expert=True).id
    assert client_for(landlord).get(f"{BASE}/voorbeeld?zaak={case_id}").status_code == 403
