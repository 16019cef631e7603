"""Files and signatures on the pages of a form, in rows too: uploaded, named, kept, shown everywhere, taken away."""

from __future__ import annotations

import csv
import io
import uuid
import zipfile
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

import forms
from portal.core.errors import Invalid
from portal.definitions.services import publish
from portal.submissions import services
from portal.submissions.models import Submission
from tests.builders.accounts import apart
from tests.builders.cases import PDF, Town, make_case, make_town
from tests.builders.submissions import begin_sample, make_body, make_field, tenant_of
from tests.web.form_pages import Client, address, fields, merge_fields, soup

FREE = {"need": "optional"}
BODY = make_body(
    make_field("file", "papers", captions=True, max_files=2, max_megabytes=1, **FREE),
    make_field("repeat", "rooms", row={"nl": "Kamer"}, **FREE, fields=[
        make_field(id="what", **FREE), make_field("file", "photos", captions=True, **FREE), make_field("signature", "seen", **FREE),
    ]),
    filled_by="expert",
)  # fmt: skip


@pytest.fixture
def town(app: Flask) -> Town:
    with apart(app) as uow:
        publish(uow, forms.load(BODY))
        return make_town(uow)


@pytest.fixture
def form_id(app: Flask, town: Town) -> uuid.UUID:
    return begin_sample(app, town, {"rooms": [{"what": "keuken"}, {"what": "gang"}, {"what": "zolder"}]})


def pdf(name: str = "brief.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(PDF), name


def kept(page: TestResponse, path: str) -> list[str]:
    return [str(one["value"]) for one in soup(page).select(f'input[name="{path}__kept"]')]


def caption(page: TestResponse, path: str, words: str) -> dict[str, str]:
    return {f"{path}__caption-{id_}": words for id_ in kept(page, path)}


def test_words_with_a_file_are_kept_and_shown_on_page_check_and_table(
    app: Flask, town: Town, form_id: uuid.UUID, client_for: Client
) -> None:
    client, url = client_for(town.expert), address(form_id, "first")
    page = client.get(url)
    assert client.post(url, data=fields(page) | {"papers": pdf(), "rooms-1-photos": pdf("gang.pdf")}).status_code == 303
    page = client.get(url)
    assert [len(kept(page, path)) for path in ("papers", "rooms-0-photos", "rooms-1-photos")] == [1, 0, 1]
    named = caption(page, "papers", "De brief van mei") | caption(page, "rooms-1-photos", "Volle gang")
    assert client.post(url, data=fields(page) | named).status_code == 303
    page, check = client.get(url), client.get(f"/formulieren/{form_id}/nakijken")
    assert {"De brief van mei", "Volle gang"} <= {one["value"] for one in soup(page).select("input[maxlength='200']")}
    for words in ("brief.pdf", "De brief van mei", "gang.pdf", "Volle gang"):
        assert words in check.text
    for link in soup(check).select("dd a[href*='/bestand/']"):
        assert client.get(str(link["href"])).data == PDF
    with apart(app, town.expert) as uow:
        services.submit(uow, form_id)
        services.accept(uow, form_id, {})
    read = client.get(f"/formulieren/{form_id}/lezen")
    assert "Volle gang" in read.text
    assert client.get(str(soup(read).select("a[href*='/bestand/']")[1]["href"])).data == PDF
    with zipfile.ZipFile(io.BytesIO(client.get("/formulieren/tabel/sample.zip").data)) as packed:
        rows = list(csv.DictReader(io.StringIO(packed.read("sample-rooms.csv").decode("utf-8-sig")), delimiter=";"))
    assert [row["photos"] for row in rows] == ["", "gang.pdf (Volle gang)", ""]


def test_a_file_alone_makes_a_row_and_leaves_with_its_row(town: Town, form_id: uuid.UUID, client_for: Client) -> None:
    client, url = client_for(town.expert), address(form_id, "first")
    more = client.post(url, data=fields(client.get(url)) | {"meer": "rooms"})
    posted = fields(client.get(more.location.split("#")[0])) | {"rooms-3-photos": pdf("dak.pdf"), "later": "1"}
    assert client.post(url, data=posted).status_code == 303
    page = client.get(url)
    assert len(kept(page, "rooms-3-photos")) == 1
    assert client.post(url, data=fields(page) | {"rooms-1-what": "", "later": "1"}).status_code == 303
    page = client.get(url)
    assert len(kept(page, "rooms-2-photos")) == 1
    client.post(url, data=fields(page) | {"rooms-2-remove": "1", "later": "1"})
    assert "dak.pdf" not in client.get(url).text


def test_a_wrong_file_in_a_row_is_told_at_its_field_and_the_rest_is_kept(
    town: Town, form_id: uuid.UUID, client_for: Client
) -> None:
    client, url = client_for(town.expert), address(form_id, "first")
    posted = fields(client.get(url)) | {
        "rooms-0-what": "Keuken en bijkeuken", "rooms-2-photos": (io.BytesIO(b"MZ" * 99), "foto.png"),
    }  # fmt: skip
    answer = client.post(url, data=posted)
    assert answer.status_code == 422
    page = soup(answer)
    assert {str(a["href"]) for a in page.select(".melding.mis a")} == {"#rooms-2-photos"}
    assert page.find(id="rooms-2-photos-fout") is not None
    assert "Keuken en bijkeuken" in client.get(url).text


def test_a_file_is_no_larger_than_its_question_allows(app: Flask, town: Town, form_id: uuid.UUID) -> None:
    large = PDF + b" " * 1_100_000 + b"%%EOF"
    with apart(app, town.expert) as uow:
        services.receive(uow, form_id, "photos", large, "groot.pdf")
        with pytest.raises(Invalid, match=r"file\.too_large"):
            services.receive(uow, form_id, "papers", large, "groot.pdf")


@pytest.mark.parametrize("name", ["rooms-0-what", "papers-0-photos", "rooms-photos", "rooms-0-photos-1", "photos", "x", "rooms-99999-photos"])
def test_a_file_for_a_place_that_takes_none_is_left_out(
    app: Flask, town: Town, form_id: uuid.UUID, client_for: Client, name: str
) -> None:
    client, url = client_for(town.expert), address(form_id, "first")
    answer = client.post(url, data=fields(client.get(url)) | {name: pdf("vreemd.pdf"), "later": "1"})
    assert answer.status_code in (303, 422)
    assert "vreemd.pdf" not in client.get(url).text


def test_more_files_than_asked_for_are_refused_and_those_that_fit_stay(
    town: Town, form_id: uuid.UUID, client_for: Client
) -> None:
    client, url = client_for(town.expert), address(form_id, "first")
    data: dict[str, Any] = fields(client.get(url)) | {"papers": [pdf("een.pdf"), pdf("twee.pdf"), pdf("drie.pdf")]}
    answer = client.post(url, data=data)
    assert answer.status_code == 422
    assert "hoogstens 2 bestanden" in answer.text
    page = client.get(url).text
    assert ("een.pdf" in page, "twee.pdf" in page, "drie.pdf" in page) == (True, True, False)


def test_a_file_of_another_form_cannot_be_called_ones_own(
    app: Flask, town: Town, form_id: uuid.UUID, client_for: Client
) -> None:
    client, url = client_for(town.expert), address(form_id, "first")
    client.post(url, data=fields(client.get(url)) | {"papers": pdf("geheim.pdf")})
    (stolen,) = kept(client.get(url), "papers")
    with apart(app) as uow:
        case_id = make_case(uow, town, expert=True).id
        person = tenant_of(uow, case_id)
    with apart(app, town.expert) as uow:
        other = services.start(uow, case_id, "sample", person, {"rooms": [{"what": "x"}]}).id
    there = address(other, "first")
    posted = fields(client.get(there)) | {"rooms-0-photos__kept": stolen, "papers__kept": stolen, "papers": stolen}
    client.post(there, data=posted)
    assert stolen not in client.get(there).text
    assert client.get(f"/formulieren/{other}/bestand/{stolen}").status_code == 404
    assert client.get(f"/formulieren/{form_id}/bestand/{uuid.uuid4()}").status_code == 404


def test_a_stale_page_says_that_its_files_must_be_chosen_again(
    town: Town, form_id: uuid.UUID, client_for: Client
) -> None:
    client, url = client_for(town.expert), address(form_id, "first")
    old = fields(client.get(url))
    client.post(url, data=old | {"rooms-0-what": "Een"})
    answer = client.post(url, data=old | {"rooms-0-what": "Twee", "papers": pdf("nieuw.pdf"), "_once": "b"})
    assert answer.status_code == 409
    assert "Kies uw bestanden opnieuw" in answer.text
    assert client.post(url, data=merge_fields(answer)).status_code == 303
    assert "Twee" in client.get(url).text


def test_a_page_saved_by_itself_keeps_the_files_of_every_row(town: Town, form_id: uuid.UUID, client_for: Client) -> None:
    client, url = client_for(town.expert), address(form_id, "first")
    client.post(url, data=fields(client.get(url)) | {"rooms-0-photos": pdf("a.pdf"), "rooms-2-photos": pdf("c.pdf")})
    posted = {name: value for name, value in fields(client.get(url)).items() if name != "_once"} | {"rooms-1-what": ""}
    told = client.post(f"{url}/bewaren", data=posted).get_json()
    again = posted | {"version": [str(told["version"])], "rooms-0-what": "kookhoek"}
    assert client.post(f"{url}/bewaren", data=again).status_code == 200
    page = client.get(url)
    rows = BeautifulSoup(page.text, "html.parser").select("[data-groep=rooms] .kaart")
    assert [("a.pdf" in row.text, "c.pdf" in row.text) for row in rows] == [(True, False), (False, True)]


def test_files_are_corrected_after_sending_with_a_reason(
    app: Flask, town: Town, form_id: uuid.UUID, client_for: Client
) -> None:
    client = client_for(town.expert)
    client.post(address(form_id, "first"), data=fields(client.get(address(form_id, "first"))) | {"papers": pdf("oud.pdf")})
    with apart(app, town.expert) as uow:
        services.submit(uow, form_id)
        version = uow.session.get_one(Submission, form_id).version
    url = f"/formulieren/{form_id}/verbeteren/papers"
    data = {"version": str(version), "papers__asked": "1", "papers__remove": kept(client.get(url), "papers")}
    wrong = client.post(url, data=data | {"_reason": "Vergist.", "papers": (io.BytesIO(b"MZ" * 99), "x.png")})
    assert wrong.status_code == 422
    assert soup(wrong).select_one(".melding.mis a[href='#papers']")
    assert client.post(url, data=data | {"_reason": "Vergist.", "papers": pdf("nieuw.pdf"), "_once": "c"}).status_code == 303
    page = soup(client.get(f"/formulieren/{form_id}/lezen"))
    assert page.select_one("section dd a[href*='/bestand/']").text == "nieuw.pdf"  # type: ignore[union-attr]
    assert "oud.pdf" in page.select_one("#verbeterd").parent.text  # type: ignore[union-attr]
