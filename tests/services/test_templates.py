"""Fixed texts of agreements and letters: worked on, reviewed by other eyes, in use from then on."""

from __future__ import annotations

import pytest

from portal.agreements import queries, services
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.core.policy import SYSTEM, Actor
from portal.core.uow import UnitOfWork
from tests.builders.accounts import make_actor
from tests.builders.agreements import make_draft, make_version

TEXTS = {"title": "Doel en duur", "plain": "Dit duurt {months}."}


def as_somebody(uow: UnitOfWork, role: str = "legal") -> Actor:
    uow.actor = SYSTEM
    uow.actor = make_actor(uow, role)
    return uow.actor


def test_a_released_text_is_used_from_then_on_and_frozen_versions_keep_theirs(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    before = queries.content_of(make_version(uow, agreement))
    as_somebody(uow)
    services.begin_template(uow, "voluntary")
    services.change_template(uow, "voluntary", None, TEXTS, [("Het doel: {purpose}", None)], section=5)
    with pytest.raises(Denied, match=r"library\.four_eyes"):
        services.review_template(uow, "voluntary")
    with pytest.raises(Conflict, match=r"library\.not_reviewed"):
        services.release_template(uow, "voluntary")
    as_somebody(uow, "bureau_admin")
    services.review_template(uow, "voluntary")
    released = services.release_template(uow, "voluntary")
    uow.actor = SYSTEM
    services.amend(uow, agreement.id)
    after, _row = services.composed(uow.session, agreement.id, SYSTEM)
    assert after.sections[5].blocks[0].text.startswith("Het doel: ") and after.template.version == released.number
    assert before.sections[5].blocks[0].text != after.sections[5].blocks[0].text
    assert queries.content_of(queries.versions(uow.session, SYSTEM, agreement.id)[0]) == before


def test_a_letter_is_changed_in_the_same_way(uow: UnitOfWork) -> None:
    as_somebody(uow)
    services.begin_template(uow, "warning")
    told = {"subject": "Waarschuwing", "closing": "Bel {contact}."}
    fact = {">": [{"var": "minors"}, 0]}
    services.change_template(
        uow, "warning", None, told, [("Dit is er gemeld: {incidents}.", None), ("Er zijn kinderen.", fact)]
    )
    as_somebody(uow)
    services.review_template(uow, "warning")
    services.release_template(uow, "warning")
    letter = queries.letter_of(uow.session, "warning")
    assert (letter.subject, letter.paragraphs[1].when) == ("Waarschuwing", fact)


@pytest.mark.parametrize(
    ("texts", "paragraph", "code"),
    [
        (TEXTS, ("{reporter} zag het.", None), "template.placeholder"),
        (TEXTS, ("Daarna eindigt de huur.", None), "clause.refused.lease_ends"),
        (TEXTS | {"title": " "}, ("x", None), "template.text"),
        (TEXTS, ("x", {"var": "care"}), "template.text"),
        (TEXTS, ("x" * 3_000, None), "text.too_long"),
    ],
)
def test_what_may_not_stand_in_a_fixed_text_is_refused(
    uow: UnitOfWork, texts: dict[str, str], paragraph: tuple[str, object], code: str
) -> None:
    as_somebody(uow)
    services.begin_template(uow, "voluntary")
    with pytest.raises(Invalid) as refused:
        services.change_template(uow, "voluntary", None, texts, [paragraph], section=5)
    assert refused.value.code == code


def test_two_editors_at_once_do_not_overwrite_each_other(uow: UnitOfWork) -> None:
    as_somebody(uow)
    version = services.begin_template(uow, "voluntary").version
    services.change_template(uow, "voluntary", version, TEXTS, [("Eerste", None)], section=5)
    with pytest.raises(Conflict, match=r"row\.stale"):
        services.change_template(uow, "voluntary", version, TEXTS, [("Tweede", None)], section=5)


def test_only_administrators_and_legal_staff_change_fixed_texts(uow: UnitOfWork) -> None:
    as_somebody(uow, "bureau_staff")
    with pytest.raises(Denied, match=r"template\.change"):
        services.begin_template(uow, "voluntary")
    as_somebody(uow)
    with pytest.raises(Missing):
        services.begin_template(uow, "nonsense")
    services.begin_template(uow, "voluntary")
    services.discard_template(uow, "voluntary")
    assert queries.working_text(uow.session, uow.actor, "voluntary") is None
