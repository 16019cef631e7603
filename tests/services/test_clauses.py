"""Commands and reads of the clause library."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from portal.clauses import checking, queries, services
from portal.clauses.differing import differences, words_changed
from portal.clauses.models import Clause
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.core.policy import SYSTEM, Actor
from portal.core.uow import UnitOfWork
from tests.builders.accounts import make_actor
from tests.builders.clauses import body_like, release_like

pytestmark = pytest.mark.usefixtures("library")


def reader(role: str) -> Actor:
    return Actor(id=uuid.uuid4(), memberships=frozenset({(uuid.uuid4(), role)}))


def test_loading_the_shipped_library_twice_adds_nothing(library: services.Loaded, uow: UnitOfWork) -> None:
    assert library == services.Loaded(30, 0, 0)
    assert services.load_shipped(uow) == services.Loaded(0, 0, 30)
    assert len(queries.library(uow.session, SYSTEM)) == 30


def test_a_changed_body_becomes_the_next_version_and_the_old_one_stays(uow: UnitOfWork) -> None:
    release_like(uow, "V1", title="Stilte in de nacht")
    entry = queries.by_code(uow.session, SYSTEM, "V1")
    assert (entry.number, entry.body.title) == (2, "Stilte in de nacht")
    assert [version.number for version in queries.versions(uow.session, SYSTEM, entry.clause_id)] == [2, 1]


def test_a_withdrawn_clause_is_no_longer_offered(uow: UnitOfWork) -> None:
    entry = queries.by_code(uow.session, SYSTEM, "V2")
    services.withdraw(uow, entry.clause_id)
    with pytest.raises(Missing, match=r"clause\.unknown"):
        queries.by_code(uow.session, SYSTEM, "V2")
    assert queries.by_code(uow.session, SYSTEM, "V2", active=False).body.code == "V2"


def test_a_search_finds_words_without_accents_and_ignores_wildcards(uow: UnitOfWork) -> None:
    assert "V13" in {entry.body.code for entry in queries.library(uow.session, SYSTEM, "balkon vuur")}
    assert queries.library(uow.session, SYSTEM, "%") == []


@pytest.mark.parametrize("role", ["corporation_staff", "expert", "bureau_staff", "auditor", "social_team"])
def test_only_administrators_and_legal_staff_change_the_library(uow: UnitOfWork, role: str) -> None:
    uow.actor = reader(role)
    with pytest.raises(Denied):
        services.load_shipped(uow)


def test_who_may_not_read_the_library_sees_no_row(uow: UnitOfWork) -> None:
    assert queries.library(uow.session, reader("auditor")) == []
    assert len(queries.library(uow.session, reader("expert"))) == 30
    assert uow.session.query(Clause).count() == 30


def as_somebody(uow: UnitOfWork, role: str = "legal") -> Actor:
    uow.actor = SYSTEM
    uow.actor = make_actor(uow, role)
    return uow.actor


def test_who_writes_a_text_does_not_review_it(uow: UnitOfWork) -> None:
    writer = as_somebody(uow)
    services.begin(uow, "V1")
    services.change(uow, "V1", None, {"title": "Stil in de nacht"})
    with pytest.raises(Denied, match=r"library\.four_eyes"):
        services.review(uow, "V1")
    with pytest.raises(Conflict, match=r"library\.not_reviewed"):
        services.release(uow, "V1")
    as_somebody(uow, "bureau_admin")
    services.review(uow, "V1", until=dt.date(2027, 6, 1))
    uow.actor = writer
    version = services.release(uow, "V1")
    assert (version.number, version.review_until, version.released_by) == (2, dt.date(2027, 6, 1), writer.id)
    assert version.reviewed_by not in (None, writer.id)


def test_a_change_after_the_review_needs_a_new_review(uow: UnitOfWork) -> None:
    as_somebody(uow)
    services.begin(uow, "V1")
    services.change(uow, "V1", None, {"title": "Stil in de nacht"})
    as_somebody(uow)
    services.review(uow, "V1")
    services.translate(uow, "V1", None, "pl", "Po godzinie {from} cisza do {until}.", "A. Nowak", checked=True)
    with pytest.raises(Conflict, match=r"library\.not_reviewed"):
        services.release(uow, "V1")
    with pytest.raises(Denied, match=r"library\.four_eyes"):
        services.review(uow, "V1")


def test_two_editors_at_once_do_not_overwrite_each_other(uow: UnitOfWork) -> None:
    as_somebody(uow)
    version = services.begin(uow, "V1").version
    services.change(uow, "V1", version, {"title": "Eerste"})
    with pytest.raises(Conflict, match=r"row\.stale"):
        services.change(uow, "V1", version, {"title": "Tweede"})
    assert queries.draft(uow.session, uow.actor, "V1")[1].content["title"] == "Eerste"


def test_a_new_clause_is_offered_only_once_it_is_complete_and_released(uow: UnitOfWork) -> None:
    as_somebody(uow)
    services.begin(uow, "v17", new=True)
    services.change(uow, "V17", None, {"type": "corporation", "text": "De verhuurder herstelt {part}."})
    with pytest.raises(Missing):
        queries.by_code(uow.session, uow.actor, "V17", active=False)
    as_somebody(uow)
    with pytest.raises(Invalid, match=r"clause\.incomplete"):
        services.review(uow, "V17")
    assert {point.code for point in checking.needed(queries.draft(uow.session, uow.actor, "V17")[1].content)} >= {
        "needed.title", "needed.plain", "needed.teach_back", "needed.specifics",
    }  # fmt: skip
    with pytest.raises(Conflict, match=r"clause\.code_taken"):
        services.begin(uow, "V1", new=True)
    whole = body_like("V16").model_dump(mode="json", by_alias=True)
    services.change(uow, "V17", None, {name: whole[name] for name in services.EDITABLE})
    as_somebody(uow)
    services.review(uow, "V17")
    services.release(uow, "V17")
    assert queries.by_code(uow.session, uow.actor, "V17").number == 1


def test_a_question_back_needs_two_wrong_answers(uow: UnitOfWork) -> None:
    body = body_like("V16").model_dump(mode="json", by_alias=True)
    back = body["teach_back"]
    back["options"] = [one for one in back["options"] if one["key"] == back["right"]] + [
        next(one for one in back["options"] if one["key"] != back["right"])
    ]
    assert [point.code for point in checking.needed(body)] == ["needed.wrong_answers"]


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ({"text": "U slikt elke dag uw pillen."}, "clause.refused.medication"),
        ({"plain": {"nl": "Anders raakt u uw woning kwijt."}}, "clause.refused.lease_ends"),
        ({"digest": "x"}, "clause.invalid"),
        ({"condition": {"var": "secret"}}, "clause.invalid"),
        ({"parameters": [{}] * 100}, "clause.invalid"),
        ({"title": "x" * 3_000}, "text.too_long"),
        ({"ground": "BSN 111222333"}, "text.bsn"),
    ],
)
def test_what_may_not_stand_in_a_clause_is_refused_while_writing(
    uow: UnitOfWork, part: dict[str, object], code: str
) -> None:
    as_somebody(uow)
    services.begin(uow, "V1")
    with pytest.raises(Invalid) as refused:
        services.change(uow, "V1", None, part)
    assert refused.value.code == code


def test_a_recording_is_kept_with_the_version_and_anything_else_is_refused(uow: UnitOfWork) -> None:
    as_somebody(uow)
    services.begin(uow, "V1")
    with pytest.raises(Invalid, match=r"clause\.recording"):
        services.record_voice(uow, "V1", None, b"<html><script>alert(1)</script>")
    services.record_voice(uow, "V1", None, b"OggS" + bytes(100))
    as_somebody(uow)
    services.review(uow, "V1")
    body = queries.body_of(services.release(uow, "V1"))
    assert body.recording is not None
    assert queries.sound(uow.session, body.recording) == b"OggS" + bytes(100)


def test_a_version_is_compared_part_by_part_and_word_by_word(uow: UnitOfWork) -> None:
    one, other = body_like("V1"), body_like("V1", title="Geluid na tien uur")
    assert [found.part for found in differences(one, other)] == ["title"]
    assert words_changed(one.title, other.title) == [("same", "Geluid"), ("out", "in de nacht"), ("in", "na tien uur")]


def test_a_withdrawn_clause_comes_back_with_a_new_release(uow: UnitOfWork) -> None:
    services.withdraw(uow, queries.by_code(uow.session, SYSTEM, "V2").clause_id)
    release_like(uow, "V2", title="Klussen overdag")
    assert queries.by_code(uow.session, SYSTEM, "V2").number == 2


def test_a_translation_is_a_concept_again_when_the_dutch_changes(uow: UnitOfWork) -> None:
    uow.actor = make_actor(uow, "legal")
    services.begin(uow, "V3")
    options = {"a": "Nie krzyczę", "x": "?", "b": " "}
    draft = services.translate(
        uow, "V3", None, "pl", "Cisza.", "A. Nowak", checked=True, consequence="Dzwonimy.", question="Co?", options=options
    )
    kept = draft.content["translations"]["pl"]
    assert kept["status"] == "checked" and kept["options"] == {"a": "Nie krzyczę"}
    draft = services.change(uow, "V3", None, {"ground": "art. 7:213 en 7:219 BW"})
    assert draft.content["translations"]["pl"]["status"] == "checked"
    draft = services.change(uow, "V3", None, {"consequence": "Dan praten wij met u."})
    assert {one["status"] for one in draft.content["translations"].values()} == {"concept"}


def test_a_text_that_staff_released_is_not_pushed_aside_by_the_shipped_one(uow: UnitOfWork) -> None:
    uow.actor = make_actor(uow, "legal")
    services.begin(uow, "V3")
    services.change(uow, "V3", None, {"title": "Rust in huis"})
    uow.actor = SYSTEM
    uow.actor = make_actor(uow, "bureau_admin")
    services.review(uow, "V3", None, dt.date.today() + dt.timedelta(days=90))
    services.release(uow, "V3", None)
    uow.actor = SYSTEM
    entry = queries.by_code(uow.session, SYSTEM, "V3")
    first = queries.versions(uow.session, SYSTEM, entry.clause_id)[-1]
    first.digest = "0" * 64  # as if an earlier release of the product had shipped another text
    uow.session.flush()
    assert services.load_shipped(uow).renewed == 0
    assert queries.by_code(uow.session, SYSTEM, "V3").body.title == "Rust in huis"
