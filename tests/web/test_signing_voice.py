"""A question that is spoken: sent with the form, kept with the care files, heard by those it was put to."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.core import blobs
from portal.core.audit import AuditRow
from portal.core.blobs import StoredFile
from portal.core.policy import Actor, acting, scoped
from portal.signatures import queries, services
from portal.signatures.models import Question
from portal.signatures.rules import voice
from tests.builders.signatures import Ceremony, House
from tests.conftest import Work
from tests.rules.test_signatures_voice import ogg

ClientFor = Callable[[Actor], FlaskClient]
SOUND = ogg(12)


@pytest.fixture
def house(client: FlaskClient, work: Work) -> House:
    return House(client, work)


def speak(house: House, sound: bytes = SOUND, **more: object) -> TestResponse:
    """Send a recording about the first clause."""
    keys = house.hidden("/t/vraag?afspraak=1", "form[enctype]")
    data = keys | {"text": "", "wants": "text", "voice": (io.BytesIO(sound), "vraag.ogg")} | more
    return house.client.post("/t/vraag?afspraak=1", data=data, content_type="multipart/form-data")


def asked(work: Work, made: Ceremony) -> Question:
    with work() as uow:
        return uow.session.scalars(sa.select(Question).where(Question.case_id == made.case_id)).one()


def listenings(work: Work, made: Ceremony) -> int:
    with work() as uow:
        wanted = sa.select(sa.func.count()).where(AuditRow.case_id == made.case_id, AuditRow.name == "care.read")
        return uow.session.scalar(wanted) or 0


def test_a_spoken_question_is_kept_sealed_and_signing_waits_for_its_answer(house: House, work: Work) -> None:
    made, _token, signatory_id = house.inside(read=True)
    answer = speak(house)
    assert (answer.status_code, answer.location) == (303, "/t/vraag/verstuurd?wants=text")
    row = asked(work, made)
    assert (row.clause_number, row.voice_seconds) == ("1", 12)
    with work() as uow:
        file = uow.get(StoredFile, row.voice_file_id)
        assert file.compartment.value == "C"
        assert SOUND not in blobs.store()._path(file.address).read_bytes()
    assert "nog niet beantwoord" in house.client.get("/t/nakijken").text
    with work() as uow:
        services.answer(uow, row.id, "Ja, ook op zondag.")
        assert queries.open_questions(uow.session, signatory_id) == []


def test_who_answers_hears_the_question_and_each_time_is_logged(house: House, work: Work, client_for: ClientFor) -> None:
    made, _token, _id = house.inside()
    speak(house)
    row = asked(work, made)
    path = f"/tekenen/vraag/{row.id}"
    for number, actor in enumerate([made.town.staff, made.town.expert], 1):
        client = client_for(actor)
        assert f'src="{path}/geluid"' in client.get(path).text
        played = client.get(f"{path}/geluid")
        assert (played.data, played.mimetype, played.headers["Cache-Control"]) == (SOUND, "audio/ogg", "no-store")
        assert listenings(work, made) == number


def test_the_corporation_hears_nothing_and_the_file_itself_is_hidden_from_the_bureau(
    house: House, work: Work, client_for: ClientFor
) -> None:
    made, _token, _id = house.inside()
    speak(house)
    row = asked(work, made)
    assert client_for(made.town.landlord).get(f"/tekenen/vraag/{row.id}/geluid").status_code in {403, 404}
    with work() as uow:
        for actor, seen in [(made.town.landlord, 0), (made.town.staff, 0), (made.town.expert, 1)]:
            with acting(uow.session, actor):
                files = scoped(StoredFile, actor).where(StoredFile.id == row.voice_file_id)
                assert len(list(uow.session.scalars(files))) == seen
    assert listenings(work, made) == 0


def test_the_reader_hears_the_own_question_and_nobody_elses(house: House, work: Work) -> None:
    made, _token, _id = house.inside()
    speak(house)
    path = f"/t/vraag/{asked(work, made).id}/geluid"
    assert path in house.client.get("/t/afspraak/1").text
    assert house.client.get(path).data == SOUND
    assert house.client.get(f"/t/vraag/{uuid.uuid4()}/geluid").status_code == 404
    house.client.delete_cookie("brief", path="/t")
    house.inside()
    assert house.client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("sound", "words"),
    [(b"<script>alert(1)</script>", "geen geluid"), (b"OggS" + bytes(9_000), "te groot"), (ogg(400), "te lang")],
)
def test_what_is_no_short_recording_is_refused_in_dutch_and_the_text_stays(
    house: House, work: Work, sound: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice, "MOST_BYTES", 8_000)
    made, _token, _id = house.inside()
    answer = speak(house, sound, text="Geldt dit ook op zondag?")
    assert answer.status_code == 422
    assert words in answer.text and "Geldt dit ook op zondag?" in answer.text
    with work() as uow:
        assert uow.session.scalars(sa.select(Question).where(Question.case_id == made.case_id)).all() == []


def test_only_the_page_that_asks_may_use_the_microphone(house: House) -> None:
    house.inside()
    page = house.client.get("/t/vraag")
    assert "microphone=(self)" in page.headers["Permissions-Policy"]
    assert "media-src 'self' blob:" in page.headers["Content-Security-Policy"]
    other = house.client.get("/t/afspraak/1")
    assert "microphone=()" in other.headers["Permissions-Policy"]
    assert "blob:" not in other.headers["Content-Security-Policy"].replace("img-src 'self' data: blob:", "")


def test_the_same_recording_sent_twice_asks_once(house: House, work: Work) -> None:
    made, _token, _id = house.inside()
    keys = house.hidden("/t/vraag", "form[enctype]")
    for _ in range(2):
        data = keys | {"wants": "text", "voice": (io.BytesIO(SOUND), "vraag.ogg")}
        assert house.client.post("/t/vraag", data=data, content_type="multipart/form-data").status_code == 303
    asked(work, made)
