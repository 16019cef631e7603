"""Fixed texts of agreements and letters: worked on, reviewed by other eyes, in use from then on."""

from __future__ import annotations

import pytest

from portal.agreements import queries, services
from portal.agreements.rules import SignerRole
from portal.agreements.template import shaping
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.core.policy import SYSTEM, Actor
from portal.core.uow import UnitOfWork
from portal.signatures.rules import content as signing
from tests.builders.accounts import make_actor
from tests.builders.agreements import make_draft, make_version
from tests.builders.cases import make_case, make_town

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
    services.reshape_template(uow, "voluntary", None, shaping.texts(TEXTS, [("Het doel: {purpose}", None)], section=5))
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
    paragraphs = [("Dit is er gemeld: {incidents}.", None), ("Er zijn kinderen.", fact)]
    services.reshape_template(uow, "warning", None, shaping.texts(told, paragraphs))
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
        services.reshape_template(uow, "voluntary", None, shaping.texts(texts, [paragraph], section=5))
    assert refused.value.code == code


def test_two_editors_at_once_do_not_overwrite_each_other(uow: UnitOfWork) -> None:
    as_somebody(uow)
    version = services.begin_template(uow, "voluntary").version
    services.reshape_template(uow, "voluntary", version, shaping.texts(TEXTS, [("Eerste", None)], section=5))
    with pytest.raises(Conflict, match=r"row\.stale"):
        services.reshape_template(uow, "voluntary", version, shaping.texts(TEXTS, [("Tweede", None)], section=5))


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


def test_a_copy_is_offered_only_after_other_eyes_and_keeps_its_own_name(uow: UnitOfWork) -> None:
    as_somebody(uow)
    copy = services.copy_template(uow, "voluntary", "Afspraak bij huisdieren!")
    again = services.copy_template(uow, "voluntary", "Afspraak bij huisdieren!")
    assert (copy.key, again.key, copy.number) == ("afspraak_bij_huisdieren", "afspraak_bij_huisdieren_2", 1)
    assert copy.key not in {one.key for one in queries.offered(uow.session)}
    with pytest.raises(Denied, match=r"library\.four_eyes"):
        services.review_template(uow, copy.key)
    as_somebody(uow, "bureau_admin")
    services.review_template(uow, copy.key)
    services.release_template(uow, copy.key)
    services.discard_template(uow, again.key)
    assert [one.key for one in queries.offered(uow.session)] == ["voluntary", "last_chance", copy.key]
    assert again.key not in queries.template_keys(uow.session)


def test_a_title_of_other_signs_still_gets_a_key(uow: UnitOfWork) -> None:
    as_somebody(uow)
    for title in ("合意", "1", "'; drop table", "x" * 200):
        key = services.copy_template(uow, "voluntary", title).key
        assert key.isascii() and len(key) <= 40 and queries.working_text(uow.session, uow.actor, key)


def test_a_withdrawn_template_begins_nothing_new_and_running_drafts_go_on(uow: UnitOfWork) -> None:
    running = make_draft(uow)
    as_somebody(uow)
    with pytest.raises(Invalid, match=r"template\.reason"):
        services.withdraw_template(uow, "voluntary", "oud")
    services.withdraw_template(uow, "voluntary", "De rechter vond de tekst te vaag.")
    with pytest.raises(Conflict, match=r"template\.withdrawn"):
        services.withdraw_template(uow, "voluntary", "Nog een keer, voor de zekerheid.")
    uow.actor = SYSTEM
    case = make_case(uow, make_town(uow), expert=True)
    with pytest.raises(Conflict, match=r"agreement\.template_withdrawn"):
        services.draft(uow, case.id, "voluntary")
    assert services.composed(uow.session, running.id, SYSTEM)[0].template.key == "voluntary"
    as_somebody(uow, "bureau_admin")
    services.restore_template(uow, "voluntary")
    assert "voluntary" in {one.key for one in queries.offered(uow.session)}


def test_letters_are_neither_copied_nor_withdrawn(uow: UnitOfWork) -> None:
    as_somebody(uow)
    with pytest.raises(Conflict, match=r"template\.not_here"):
        services.copy_template(uow, "warning", "Andere brief")
    with pytest.raises(Conflict, match=r"template\.not_here"):
        services.withdraw_template(uow, "warning", "Deze brief is te lang.")
    as_somebody(uow, "bureau_staff")
    with pytest.raises(Denied, match=r"template\.withdraw"):
        services.withdraw_template(uow, "voluntary", "Ik mag dit eigenlijk niet.")


def test_open_points_keep_a_template_from_review_and_release(uow: UnitOfWork) -> None:
    as_somebody(uow)
    services.begin_template(uow, "voluntary")
    services.reshape_template(uow, "voluntary", None, shaping.slots(9, {}))
    as_somebody(uow, "bureau_admin")
    with pytest.raises(Invalid, match=r"template\.problems"):
        services.review_template(uow, "voluntary")


def test_a_change_after_the_review_asks_for_a_new_one(uow: UnitOfWork) -> None:
    as_somebody(uow)
    services.begin_template(uow, "voluntary")
    services.reshape_template(uow, "voluntary", None, shaping.step_section(10, 1))
    as_somebody(uow, "bureau_admin")
    services.review_template(uow, "voluntary")
    services.reshape_template(uow, "voluntary", None, shaping.step_section(11, 1))
    with pytest.raises(Conflict, match=r"library\.not_reviewed"):
        services.release_template(uow, "voluntary")


def test_every_version_that_was_in_use_can_be_read_again(uow: UnitOfWork) -> None:
    as_somebody(uow)
    services.begin_template(uow, "voluntary")
    services.reshape_template(uow, "voluntary", None, shaping.texts(TEXTS, [("Het doel.", None)], section=5))
    as_somebody(uow, "bureau_admin")
    services.review_template(uow, "voluntary")
    services.release_template(uow, "voluntary")
    bodies = queries.released_bodies(uow.session, uow.actor, "voluntary")
    assert list(bodies) == [3, 4] and bodies[3]["sections"][5] != bodies[4]["sections"][5]


def test_an_agreement_of_a_reshaped_template_is_signed_with_its_numbers_and_turns(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    as_somebody(uow)
    services.begin_template(uow, "voluntary")
    for change in (shaping.step_section(7, 1), shaping.turns({role.value: 1 for role in SignerRole})):
        services.reshape_template(uow, "voluntary", None, change)
    as_somebody(uow, "bureau_admin")
    services.review_template(uow, "voluntary")
    services.release_template(uow, "voluntary")
    uow.actor = SYSTEM
    version = make_version(uow, agreement)
    content = queries.content_of(version)
    assert {one.order for one in content.signatories} == {1} and content.printed(8) == 7
    assert [part.number for part in signing.parts(version.content)] == [str(number) for number in range(17)]
