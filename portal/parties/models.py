"""Tables of people and dwellings: names and addresses in the clear, searchable; nothing about behaviour or health."""

from __future__ import annotations

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Created, Versioned, text_enum
from portal.parties.rules import (
    FormOfAddress,
    NameOrder,
    Reading,
    RegisterResult,
    RepresentationKind,
    show_address,
    show_house_number,
)


class Person(Versioned, Created, Base):
    """Somebody an organisation deals with: a tenant, a co-tenant, somebody who supports one."""

    __tablename__ = "person"
    __table_args__ = (sa.Index(None, "owner_id", "sort_key", "id"),)

    owner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    surname: Mapped[str] = mapped_column(sa.String(100))
    initials: Mapped[str] = mapped_column(sa.String(20), default="")
    given_names: Mapped[str] = mapped_column(sa.String(100), default="")
    prefix: Mapped[str] = mapped_column(sa.String(30), default="")
    partner_prefix: Mapped[str] = mapped_column(sa.String(30), default="")
    partner_surname: Mapped[str] = mapped_column(sa.String(100), default="")
    name_order: Mapped[NameOrder] = mapped_column(text_enum(NameOrder), default=NameOrder.OWN)
    form_of_address: Mapped[FormOfAddress] = mapped_column(text_enum(FormOfAddress), default=FormOfAddress.NEUTRAL)
    original_script: Mapped[str] = mapped_column(sa.String(200), default="")
    sort_key: Mapped[str] = mapped_column(sa.String(300), default="")
    search_key: Mapped[str] = mapped_column(sa.String(600), default="")
    birth_year: Mapped[int | None] = mapped_column(default=None)
    birth_date: Mapped[dt.date | None] = mapped_column(default=None)
    language: Mapped[str] = mapped_column(sa.String(10), default="nl")
    reading: Mapped[Reading] = mapped_column(text_enum(Reading), default=Reading.UNKNOWN)
    phone: Mapped[str] = mapped_column(sa.String(30), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")


class Representation(Versioned, Created, Base):
    """Somebody who acts for a person; ended, never deleted."""

    __tablename__ = "representation"

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kind: Mapped[RepresentationKind] = mapped_column(text_enum(RepresentationKind))
    name: Mapped[str] = mapped_column(sa.String(200))
    organisation_name: Mapped[str] = mapped_column(sa.String(200), default="")
    capacity: Mapped[str] = mapped_column(sa.String(100), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    phone: Mapped[str] = mapped_column(sa.String(30), default="")
    since: Mapped[dt.date | None] = mapped_column(default=None)
    until: Mapped[dt.date | None] = mapped_column(default=None)
    person: Mapped[Person] = relationship(init=False, lazy="raise_on_sql")


class RegisterCheck(Created, Base):
    """What the curatele- en bewindregister showed on one day; never changed, a new search is a new row."""

    __tablename__ = "register_check"

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    checked_on: Mapped[dt.date]
    checked_by: Mapped[uuid.UUID | None]
    result: Mapped[RegisterResult] = mapped_column(text_enum(RegisterResult))
    reference: Mapped[str] = mapped_column(sa.String(100), default="")


class Dwelling(Versioned, Created, Base):
    """A dwelling of an organisation; `key` is the same for every spelling of one house number."""

    __tablename__ = "dwelling"
    __table_args__ = (sa.UniqueConstraint("owner_id", "key"), sa.Index(None, "key"), sa.Index(None, "sort_key", "id"))

    owner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    street: Mapped[str] = mapped_column(sa.String(100))
    number: Mapped[int]
    postcode: Mapped[str] = mapped_column(sa.String(7))
    town: Mapped[str] = mapped_column(sa.String(100))
    key: Mapped[str] = mapped_column(sa.String(60))
    letter: Mapped[str] = mapped_column(sa.String(1), default="")
    addition: Mapped[str] = mapped_column(sa.String(20), default="")
    sort_key: Mapped[str] = mapped_column(sa.String(200), default="")
    search_key: Mapped[str] = mapped_column(sa.String(400), default="")

    @property
    def house_number(self) -> str:
        """The house number whole again: "12-III"."""
        return show_house_number(self.number, self.letter, self.addition)

    @property
    def address(self) -> str:
        """Street and house number: "Lijsterbeslaan 12-III"."""
        return show_address(self.street, self.number, self.letter, self.addition)
