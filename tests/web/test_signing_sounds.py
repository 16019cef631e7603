"""A clause that somebody read aloud is played on its page, where the recording says what is agreed."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.agreements.models import AgreementVersion
from portal.clauses import queries as clauses
from portal.clauses import services as library
from portal.core.policy import SYSTEM
from tests.builders.accounts import make_actor
from tests.builders.clauses import make_library
from tests.builders.signatures import House
from tests.conftest import Work

PLAIN = "In de nacht maakt u geen hard geluid."
SOUND = b"OggS" + bytes(100)


@pytest.fixture
def house(client: FlaskClient, work: Work) -> House:
    return House(client, work)


def read_aloud(house: House, work: Work, **changes: Any) -> str:
    """Come in to a first clause that was taken from a library clause with a recording; return its address."""
    made, _token, _id = house.inside()
    with work() as uow:
        make_library(uow)
        author, other = make_actor(uow, "legal"), make_actor(uow, "bureau_admin")
        system, uow.actor = uow.actor, author
        library.begin(uow, "V1")
        library.change(uow, "V1", None, {"plain": {"nl": PLAIN}})
        library.record_voice(uow, "V1", None, SOUND)
        uow.actor = other
        library.review(uow, "V1")
        library.release(uow, "V1")
        uow.actor = system
        newest = clauses.by_code(uow.session, SYSTEM, "V1")
        row = uow.get(AgreementVersion, made.version_id)
        content = copy.deepcopy(row.content)
        taken = {"code": "V1", "version": newest.number, "digest": newest.digest, "plain": PLAIN}
        content["clauses"][0].update(taken | changes)
        row.content = content
    return "/t/afspraak/1"


def test_the_reader_plays_the_recording_of_a_clause(house: House, work: Work) -> None:
    path = read_aloud(house, work)
    page = house.client.get(path).text
    assert f'src="{path}/geluid"' in page and "controls" in page and "autoplay" not in page
    played = house.client.get(f"{path}/geluid")
    assert (played.data, played.mimetype, played.headers["Cache-Control"]) == (SOUND, "audio/ogg", "no-store")
    part = house.client.get(f"{path}/geluid", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"OggS")


@pytest.mark.parametrize(
    "changes", [{"plain": "Na 23.00 uur maakt u geen hard geluid."}, {"digest": "0" * 64}, {"version": 99}, {"code": "V99"}]
)
def test_a_recording_of_other_words_is_not_played(house: House, work: Work, changes: dict[str, Any]) -> None:
    path = read_aloud(house, work, **changes)
    assert "<audio" not in house.client.get(path).text
    assert house.client.get(f"{path}/geluid").status_code == 404


def test_a_clause_that_nobody_read_aloud_has_no_player(house: House, work: Work) -> None:
    read_aloud(house, work)
    assert "<audio" not in house.client.get("/t/afspraak/2").text
    for number in ("2", "99", "x"):
        assert house.client.get(f"/t/afspraak/{number}/geluid").status_code == 404


def test_without_the_session_of_the_link_nothing_is_played(house: House, work: Work) -> None:
    path = read_aloud(house, work)
    house.client.delete_cookie("brief", path="/t")
    assert house.client.get(f"{path}/geluid").status_code == 403
