"""Drafts of forms on every database: one open per form, edits that are kept, undone and done again, blocks and publishing."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from portal.core.errors import Conflict, Denied, Invalid
from portal.core.policy import Actor
from portal.definitions import queries, services
from tests.builders.accounts import apart, make_actor
from tests.builders.submissions import make_body, make_field
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")
RENAME = {"do": "set", "target": "field:name", "values": {"label": {"nl": "Naam"}}}


@pytest.fixture
def admin(work: Work) -> Actor:
    with work() as uow:
        return make_actor(uow, "bureau_admin")


def test_a_form_has_one_open_draft_and_starting_again_goes_on_with_it(work: Work, admin: Actor) -> None:
    with work(admin) as uow:
        draft = services.start_new(uow, make_body())
        services.publish_draft(uow, draft.id, 0, "Eerste")
    with work(admin) as uow:
        first = services.start(uow, "sample").id
    with work(admin) as uow:
        assert services.start(uow, "sample").id == first
        services.discard(uow, first, 0)
    with work(admin) as uow:
        assert services.start(uow, "sample").id != first


def test_every_edit_is_kept_and_walks_back_and_forth(work: Work, admin: Actor) -> None:
    with work(admin) as uow:
        draft_id = services.start_new(uow, make_body()).id
        services.change(uow, draft_id, 0, RENAME)
        services.change(uow, draft_id, 1, {"do": "duplicate", "ids": ["name"]})
    with work(admin) as uow:
        services.undo(uow, draft_id, 2)
        services.undo(uow, draft_id, 3)
        assert queries.draft(uow.session, uow.actor, draft_id).body["pages"] == make_body()["pages"]
        services.redo(uow, draft_id, 4)
    with work(admin) as uow:
        draft = queries.draft(uow.session, uow.actor, draft_id)
        assert draft.body["pages"][0]["fields"][0]["label"] == {"nl": "Naam"} and draft.revision == 5
        assert [edit.act for edit in queries.edits(uow.session, uow.actor, draft_id)] == ["do", "do", "undo", "undo", "redo"]
        assert queries.stacks(uow.session, uow.actor, draft_id).done == (1,)
        with pytest.raises(Conflict, match=r"form\.stale"):
            services.change(uow, draft_id, 4, RENAME)


def test_a_change_that_leaves_no_form_is_refused_whole(work: Work, admin: Actor) -> None:
    with work(admin) as uow:
        draft_id = services.start_new(uow, make_body()).id
    with work(admin) as uow, pytest.raises(Invalid, match=r"form\.value"):
        services.change(uow, draft_id, 0, {"do": "set", "target": "field:name", "values": {"need": "maybe"}})
    with work(admin) as uow:
        assert queries.draft(uow.session, uow.actor, draft_id).revision == 0


def test_of_two_at_once_one_is_told(app: Flask, work: Work, admin: Actor) -> None:
    with work(admin) as uow:
        draft_id = services.start_new(uow, make_body()).id
    told: list[str] = []
    ready = threading.Barrier(2)

    def change(label: str) -> None:
        ready.wait()
        try:
            with apart(app, admin) as uow:
                services.change(uow, draft_id, 0, {"do": "set", "target": "field:name", "values": {"label": {"nl": label}}})
            told.append("done")
        except Conflict as late:
            told.append(late.code)

    threads = [threading.Thread(target=change, args=(label,)) for label in ("Een", "Twee")]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert sorted(told) == ["done", "form.stale"]


def test_who_may_not_build_sees_no_draft_and_makes_none(work: Work, admin: Actor) -> None:
    with work(admin) as uow:
        services.start_new(uow, make_body())
    with work() as uow:
        expert = make_actor(uow, "expert")
    with work(expert) as uow:
        assert queries.open_drafts(uow.session, uow.actor) == {}
        with pytest.raises(Denied):
            services.start_new(uow, make_body())


def test_a_block_says_where_it_was_used(work: Work, admin: Actor) -> None:
    with work(admin) as uow:
        draft_id = services.start_new(uow, make_body(make_field(), make_field(id="other"))).id
        block = services.make_block(uow, draft_id, "Namen", ["name"])
        services.insert_block(uow, draft_id, 0, block.id, "page:first", "name")
        assert queries.uses_of_blocks(uow.session, uow.actor) == {str(block.id): {"Voorbeeld"}}
        ids = [field["id"] for field in queries.draft(uow.session, uow.actor, draft_id).body["pages"][0]["fields"]]
        assert ids == ["name", "name_2", "other"]


def test_what_was_published_before_is_not_published_as_if_it_were_new(work: Work, admin: Actor) -> None:
    with work(admin) as uow:
        services.publish_draft(uow, services.start_new(uow, make_body()).id, 0)
        draft_id = services.start(uow, "sample").id
        services.change(uow, draft_id, 0, RENAME)
        assert services.publish_draft(uow, draft_id, 1).number == 2
        draft_id = services.start(uow, "sample").id
        services.change(uow, draft_id, 0, {**RENAME, "values": {"label": {"nl": "NAME"}}})
    with work(admin) as uow, pytest.raises(Conflict, match=r"form\.old_version"):
        services.publish_draft(uow, draft_id, 1)
