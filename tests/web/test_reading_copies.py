"""Where the reading copy is found: beside the Dutch, for whoever may read that, and for nobody else."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.agreements.languages import CODES, load
from portal.core.policy import Actor
from portal.signatures.views.reading import COPIES
from tests.builders.cases import make_town
from tests.builders.signatures import make_ceremony
from tests.conftest import Work
from tests.web.test_signing import enter, start

ClientFor = Callable[[Actor], FlaskClient]


def text_of(data: bytes, folder: Path) -> str:
    path = folder / "copy.pdf"
    path.write_bytes(data)
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout


def test_staff_choose_a_language_on_the_page_of_a_version(client_for: ClientFor, work: Work, tmp_path: Path) -> None:
    with work() as uow:
        made = make_ceremony(uow)
    path = f"/afspraken/versies/{made.version_id}"
    client = client_for(made.town.staff)
    page = client.get(path).text
    assert all(f'{path}/leesexemplaar/{code}"' in page for code in CODES)
    answer = client.get(f"{path}/leesexemplaar/pl")
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].endswith("_leesexemplaar-pl.pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert load("pl").words["top"].split(".")[0] in text_of(answer.data, tmp_path)


@pytest.mark.parametrize("code", ["nl", "xx", "ar.pdf", "AR"])
def test_an_unknown_language_is_not_found(client_for: ClientFor, client: FlaskClient, work: Work, code: str) -> None:
    made, token, _id = start(work)
    enter(client, work, token)
    assert client.get(f"/t/leesexemplaar/{code}").status_code == 404
    staff = client_for(made.town.staff)
    assert staff.get(f"/afspraken/versies/{made.version_id}/leesexemplaar/{code}").status_code == 404


def test_a_foreign_version_is_not_found(client_for: ClientFor, client: FlaskClient, work: Work) -> None:
    with work() as uow:
        made, elsewhere = make_ceremony(uow), make_town(uow, "Elders")
    path = f"/afspraken/versies/{made.version_id}/leesexemplaar/en"
    assert client_for(elsewhere.landlord).get(path).status_code == 404
    assert client_for(made.town.auditor).get(path).status_code in {403, 404}
    assert client.get(path).status_code in {302, 303, 401, 403}
    assert client.get("/t/leesexemplaar/en").status_code == 403


def test_the_tenant_finds_the_copy_in_the_chosen_language_beside_the_dutch(
    client: FlaskClient, work: Work, tmp_path: Path
) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    assert "leesexemplaar" not in client.get("/t/overeenkomst").text
    page = client.get("/t/overeenkomst?taal=ar").text
    assert '/t/leesexemplaar/ar"' in page and load("ar").words["copy_link"] in page
    answer = client.get("/t/leesexemplaar/ar")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="leesexemplaar-ar.pdf"'
    text = text_of(answer.data, tmp_path)
    assert "22:00" in text and "J. van 't Zandt" in text.replace("’", "'")


def test_no_more_copies_are_made_than_one_reader_needs(
    client: FlaskClient, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.agreements.printing.reading_copy_pdf", lambda *given: b"%PDF-1.7")
    _made, token, _id = start(work)
    enter(client, work, token)
    for _time in range(COPIES.most):
        assert client.get("/t/leesexemplaar/tr").status_code == 200
    assert client.get("/t/leesexemplaar/tr").status_code == 429
