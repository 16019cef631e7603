"""People, representatives, register checks and dwellings are kept as they are told."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from portal.accounts.rules import OrganisationKind
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.core.policy import Actor
from portal.core.uow import UnitOfWork
from portal.parties import queries, services
from portal.parties.models import Person
from portal.parties.rules import NameOrder, RegisterResult, RepresentationFacts, RepresentationKind, full_name
from tests.builders.cases import make_organisation, make_town
from tests.builders.parties import dwelling_facts, make_dwelling, make_person, person_facts
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def owner(uow: UnitOfWork) -> uuid.UUID:
    return make_organisation(uow, OrganisationKind.CORPORATION, "Woningstichting De Veenpoort")


def test_a_prefix_typed_in_the_surname_is_kept_apart(uow: UnitOfWork, owner: uuid.UUID) -> None:
    person = make_person(uow, owner)
    assert (person.prefix, person.surname) == ("van 't", "Zandt")
    assert person.sort_key.startswith("zandt|van t")


@pytest.mark.parametrize("typed", ["Aellenbroek", "Łukasik", "lukasik", "wilhelmina ter ael"])
def test_a_person_is_found_without_accents(uow: UnitOfWork, owner: uuid.UUID, typed: str) -> None:
    made = make_person(
        uow, owner, given_names="Wilhelmina", surname="Łukasik", partner_surname="ter Ællenbroek",
        name_order=NameOrder.PARTNER_OWN,
    )  # fmt: skip
    make_person(uow, owner)
    assert full_name(made) == "Wilhelmina ter Ællenbroek-Łukasik"
    assert queries.persons_named(uow.session, uow.actor, typed) == [made]


def test_a_citizen_service_number_is_refused_in_every_text(uow: UnitOfWork, owner: uuid.UUID) -> None:
    with pytest.raises(Invalid, match=r"text\.bsn"):
        make_person(uow, owner, original_script="111222333")
    person = make_person(uow, owner)
    with pytest.raises(Invalid, match=r"text\.bsn"):
        services.add_representation(
            uow, person.id,
            RepresentationFacts(kind=RepresentationKind.MENTOR, name="Bewind", capacity="bsn 111.222.333"),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"surname": "  "}, "person.surname"),
        ({"phone": "niet"}, "person.phone"),
        ({"email": "geen adres"}, "person.email"),
        ({"birth_year": 2999}, "person.birth"),
    ],
)
def test_what_cannot_be_is_refused_with_a_code(
    uow: UnitOfWork, owner: uuid.UUID, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        make_person(uow, owner, **changes)
    assert refused.value.code == code


def test_a_telephone_number_is_kept_in_the_international_way(uow: UnitOfWork, owner: uuid.UUID) -> None:
    assert make_person(uow, owner, phone="06-12 34 56 78").phone == "+31612345678"


def test_a_stale_change_is_a_conflict(uow: UnitOfWork, owner: uuid.UUID) -> None:
    person = make_person(uow, owner)
    services.change_person(uow, person.id, 1, person_facts(language="pl"))
    with pytest.raises(Conflict, match=r"row\.stale"):
        services.change_person(uow, person.id, 1, person_facts(language="ar"))


def test_an_empty_register_is_kept_as_not_found_on_that_day(uow: UnitOfWork, owner: uuid.UUID) -> None:
    person = make_person(uow, owner)
    services.check_register(uow, person.id, dt.date(2026, 3, 3), "not_found", "CCBR 12")
    services.check_register(uow, person.id, dt.date(2026, 3, 24), RegisterResult.ADMINISTRATION)
    last = queries.last_register_checks(uow.session, uow.actor, [person.id])[person.id]
    assert (last.checked_on, last.result) == (dt.date(2026, 3, 24), RegisterResult.ADMINISTRATION)


def test_a_register_check_cannot_say_there_is_no_administration(uow: UnitOfWork, owner: uuid.UUID) -> None:
    person = make_person(uow, owner)
    with pytest.raises(Invalid, match=r"register\.result"):
        services.check_register(uow, person.id, dt.date(2026, 3, 3), "no_administration")


def test_a_representation_ends_and_stays_readable(uow: UnitOfWork, owner: uuid.UUID) -> None:
    person = make_person(uow, owner)
    facts = RepresentationFacts(kind=RepresentationKind.ADMINISTRATOR, name="Balanszorg Bewind B.V.")
    row = services.add_representation(uow, person.id, facts)
    services.end_representation(uow, row.id, dt.date(2026, 1, 31))
    assert queries.representations(uow.session, uow.actor, [person.id]) == [row]
    assert queries.representations(uow.session, uow.actor, [person.id], on=dt.date(2026, 2, 1)) == []


def test_the_same_dwelling_is_entered_once_however_it_is_spelled(uow: UnitOfWork, owner: uuid.UUID) -> None:
    first = make_dwelling(uow, owner, house_number="44-bis")
    assert make_dwelling(uow, owner, house_number="44 Bis", postcode="9751zb") is first
    assert make_dwelling(uow, owner, house_number="44") is not first
    assert first.address == "Lijsterbeslaan 44-bis"


def test_a_corporation_enters_people_for_itself_only(work: Work) -> None:
    with work() as uow:
        here, there = make_town(uow), make_town(uow, "Dorp")
    with work(here.landlord) as uow, pytest.raises(Denied):
        services.add_person(uow, person_facts(owner_id=there.corporation))


def test_a_person_of_another_corporation_is_as_absent(work: Work) -> None:
    with work() as uow:
        here, there = make_town(uow), make_town(uow, "Dorp")
        person_id = make_person(uow, there.corporation).id
    for wanted in (person_id, uuid.uuid4()):
        with work(here.landlord) as uow, pytest.raises(Missing, match=r"row\.missing"):
            queries.person(uow.session, here.landlord, wanted)
        with work(here.landlord) as uow, pytest.raises(Missing, match=r"row\.missing"):
            uow.get(Person, wanted)


def test_an_auditor_sees_nobody(work: Work) -> None:
    with work() as uow:
        town = make_town(uow)
        make_person(uow, town.corporation)
    assert _count(work, town.auditor) == 0
    assert _count(work, town.staff) == 1


def test_an_address_is_corrected_but_not_into_a_known_one(uow: UnitOfWork, owner: uuid.UUID) -> None:
    dwelling = make_dwelling(uow, owner)
    make_dwelling(uow, owner, house_number="14")
    services.change_dwelling(uow, dwelling.id, 1, dwelling_facts(house_number="12-IV"))
    assert dwelling.house_number == "12-IV"
    with pytest.raises(Invalid, match=r"dwelling\.known"):
        services.change_dwelling(uow, dwelling.id, None, dwelling_facts(house_number="14"))


def _count(work: Work, actor: Actor) -> int:
    with work(actor) as uow:
        return len(queries.persons_named(uow.session, actor, "zandt"))
