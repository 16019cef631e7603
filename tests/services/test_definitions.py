"""Published forms are frozen and addressed by their digest."""

from __future__ import annotations

import pytest

import forms
from portal.core.errors import Denied, Invalid
from portal.core.policy import Actor
from portal.definitions import queries, services
from tests.builders.cases import make_town
from tests.builders.submissions import make_body, make_field
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")


def test_loading_the_shipped_forms_again_changes_nothing(work: Work) -> None:
    with work() as uow:
        first = {row.digest: row.id for row in services.load_shipped(uow)}
    with work() as uow:
        assert {row.digest: row.id for row in services.load_shipped(uow)} == first
        assert {"intake", "evaluation"} <= {family.key for family in queries.families(uow.session, uow.actor)}


def test_a_changed_definition_becomes_the_next_version(work: Work) -> None:
    with work() as uow:
        services.publish(uow, forms.load(make_body()))
        row = services.publish(uow, forms.load(make_body(make_field(need="optional"))))
        assert row.number == 2
        assert queries.latest(uow.session, uow.actor, "sample").id == row.id
        assert queries.prepared(row).digest == row.digest


def test_a_definition_with_problems_is_not_published(work: Work) -> None:
    with work() as uow, pytest.raises(Invalid) as refused:
        services.publish(uow, forms.load(make_body(purpose=None)))
    assert refused.value.params["errors"]


def test_only_the_administrator_publishes(work: Work) -> None:
    with work() as uow:
        town = make_town(uow)
    for name, actor in town.everybody().items():
        if name != "admin":
            _refused(work, actor)
    with work(town.admin) as uow:
        assert services.publish(uow, forms.load(make_body())).number == 1


def _refused(work: Work, actor: Actor) -> None:
    with pytest.raises(Denied), work(actor) as uow:
        services.publish(uow, forms.load(make_body()))
