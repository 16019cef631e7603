"""Letters: filled with what the case knows, held to the same limits, filed once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from portal.agreements import services
from portal.agreements.letters import OUTCOMES, Letter, LetterTemplate, letter_template, letter_templates
from portal.agreements.printing import letter_html
from portal.agreements.services import Wanted
from portal.cases import queries as cases
from portal.cases.models import Case, CaseDocument
from portal.clauses.reading import reading
from portal.core import clock
from portal.core.errors import Conflict, Denied, Invalid
from portal.core.policy import SYSTEM
from portal.core.uow import UnitOfWork
from tests.builders.agreements import make_draft, make_signed
from tests.builders.cases import make_case, make_town

SOON = clock.today() + dt.timedelta(days=14)
TALK = Wanted(day=SOON, time=dt.time(14, 30), place="het wijkcentrum")


def case_of(uow: UnitOfWork) -> Case:
    return make_case(uow, make_town(uow), expert=True)


def write(uow: UnitOfWork, case: Case, key: str, wanted: Wanted) -> Letter:
    return services.write_letter(uow.session, uow.actor, case, key, wanted)


def test_four_letters_are_shipped_and_one_for_every_outcome_of_signing() -> None:
    by_hand = ["invitation", "warning", "notice", "confirmation"]
    assert [one.key for one in letter_templates()] == [*by_hand, *OUTCOMES]


@pytest.mark.parametrize("key", OUTCOMES)
def test_nobody_makes_the_letter_of_an_outcome_by_hand(uow: UnitOfWork, key: str) -> None:
    with pytest.raises(Invalid, match=r"letter\.unknown"):
        write(uow, case_of(uow), key, Wanted())


@pytest.mark.parametrize("letter", letter_templates(), ids=lambda one: one.key)
def test_a_letter_is_easy_to_read(letter: LetterTemplate) -> None:
    for text in (*(one.text for one in letter.paragraphs[1:]), letter.closing):
        measured = reading(text.replace("{incidents}", "zeven meldingen").replace("{", "").replace("}", ""))
        assert measured.longest <= 18 and not measured.hard, (text, measured)


def test_an_invitation_says_when_where_and_to_whom(uow: UnitOfWork) -> None:
    case = case_of(uow)
    letter = write(uow, case, "invitation", TALK)
    told = " ".join(letter.paragraphs)
    assert "14.30 uur" in told and "het wijkcentrum" in told and case.reference == letter.reference
    assert letter.addressee[0] in told and "{" not in letter_html(letter).split("</style>")[1]


@pytest.mark.parametrize(
    ("key", "wanted", "code"),
    [
        ("invitation", Wanted(day=SOON, place="x"), "letter.missing"),
        ("invitation", Wanted(day=dt.date(2020, 1, 1), time=dt.time(9), place="x"), "letter.past"),
        ("warning", Wanted(deadline=SOON), "letter.incidents"),
        ("warning", Wanted(deadline=SOON, incidents=[99]), "agreement.incident"),
        ("nonsense", TALK, "letter.unknown"),
        (
            "invitation",
            Wanted(day=SOON, time=dt.time(9), place="x", own="Anders eindigt uw huur."),
            "clause.refused.lease_ends",
        ),
        ("invitation", Wanted(day=SOON, time=dt.time(9), place="x", own="Uw BSN is 111222333."), "text.bsn"),
    ],
)
def test_a_letter_that_lacks_something_or_says_too_much_is_not_written(
    uow: UnitOfWork, key: str, wanted: Wanted, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        write(uow, case_of(uow), key, wanted)
    assert refused.value.code == code


def test_a_confirmation_needs_agreements_in_force(uow: UnitOfWork) -> None:
    with pytest.raises(Conflict, match=r"letter\.no_agreement"):
        write(uow, case_of(uow), "confirmation", Wanted())
    agreement = make_draft(uow)
    version = make_signed(uow, agreement)
    assert version.reflection_ends_at is not None
    uow.now = version.reflection_ends_at + dt.timedelta(days=1)
    services.take_effect(uow, version.id)
    case = uow.get(Case, agreement.case_id)
    assert "geluid in de nacht en begeleiding" in " ".join(write(uow, case, "confirmation", Wanted()).paragraphs)


def test_what_somebody_typed_stays_text(uow: UnitOfWork) -> None:
    hostile = "<img src=x onerror=alert(1)>{{ 7*7 }}{tenants}"
    html = letter_html(
        write(uow, case_of(uow), "invitation", Wanted(day=SOON, time=dt.time(9), place="zaal {phone}", own=hostile))
    )
    assert "<img" not in html and "&lt;img" in html and "{{ 7*7 }}{tenants}" in html and "zaal {phone}" in html


def test_a_letter_is_filed_and_written_down_when_it_was_sent(uow: UnitOfWork) -> None:
    case = case_of(uow)
    letter = write(uow, case, "invitation", TALK)
    document = services.file_letter(uow, case.id, letter, b"%PDF-1.7\n%%EOF", sent=True)
    assert isinstance(document, CaseDocument) and document.title == letter.subject
    assert [one.kind.value for one in cases.contacts(uow.session, SYSTEM, case.id)] == ["letter"]


def test_an_expert_writes_no_letters_of_the_landlord(uow: UnitOfWork) -> None:
    town = make_town(uow)
    case = make_case(uow, town, expert=True)
    with pytest.raises(Denied, match=r"letter\.make"):
        services.write_letter(uow.session, town.expert, case, "invitation", TALK)


def test_the_letter_of_an_outcome_asks_for_what_that_outcome_tells_and_no_more() -> None:
    body = letter_template("refusal").model_dump(mode="json", by_alias=True)
    with pytest.raises(ValidationError, match="not allowed: reconsider"):
        LetterTemplate.model_validate(body | {"closing": "U kunt zich bedenken tot {reconsider}."})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"closing": "Melder: {reporter}."}, "not allowed"),
        ({"closing": "Anders verliest u uw woning."}, "refused content"),
        ({"paragraphs": [{"text": "x", "when": {"var": "care"}}]}, "no fact"),
        ({"extra": 1}, "extra"),
    ],
)
def test_a_letter_template_that_could_harm_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        LetterTemplate.model_validate(letter_template("invitation").model_dump(mode="json", by_alias=True) | change)
