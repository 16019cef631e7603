"""Screens of organisations and users."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, SelectField, StringField, TelField, validators

from admin import words
from admin.base import Screen
from admin.columns import Column, Filter
from admin.entrance import Act
from admin.inputs import AdminForm, RowField
from portal.accounts import services
from portal.accounts.models import Membership, Organisation, User
from portal.accounts.rules import LinkPurpose, Role
from portal.core.uow import UnitOfWork
from portal.definitions.rules.records import RecordKind
from portal.web.references import Reference

ORGANISATIONS = Reference(Organisation, Organisation.name, only=lambda: [Organisation.active])
_REQUIRED = validators.InputRequired(_l("Vul dit in"))


class OrganisationForm(AdminForm):
    """An organisation; its kind is chosen once."""

    kind = SelectField(
        _l("Soort"), [_REQUIRED], choices=[("", _l("Kies")), *((k.value, w) for k, w in words.ORGANISATION_KINDS.items())]
    )
    name = StringField(_l("Naam"), [_REQUIRED, validators.Length(max=200)])
    kvk = StringField(_l("KvK-nummer"), [validators.Optional()], description=_l("8 cijfers"))
    email = EmailField(_l("E-mail"), [validators.Optional()])
    phone = TelField(_l("Telefoon"), [validators.Optional()])


class OrganisationChangeForm(AdminForm):
    """An existing organisation."""

    name = OrganisationForm.name
    kvk = OrganisationForm.kvk
    email = OrganisationForm.email
    phone = OrganisationForm.phone
    active = BooleanField(_l("Doet mee. Zonder dit tellen de rollen in deze organisatie niet meer."))


class OrganisationScreen(Screen):
    """Organisations: bureau, corporations, practices of experts, social teams."""

    thing, change_action = "organisation", "organisation.change"
    one = _l("organisatie")
    record = RecordKind.ORGANISATION
    columns = (
        Column(key="name", label=_l("Naam"), source=Organisation.name, sort=True),
        Column(key="kind", label=_l("Soort"), source=Organisation.kind, words=words.ORGANISATION_KINDS),
        Column(key="kvk", label=_l("KvK"), source=Organisation.kvk, kind="code"),
        Column(key="email", label=_l("E-mail"), source=Organisation.email),
        Column(key="phone", label=_l("Telefoon"), source=Organisation.phone),
        Column(key="active", label=_l("Doet mee"), source=Organisation.active, kind="yes_no"),
    )
    more_columns = (Column(key="created_at", label=_l("Toegevoegd"), source=Organisation.created_at, kind="moment"),)
    filters = (
        Filter(name="soort", label=_l("Soort"), column=Organisation.kind, words=words.ORGANISATION_KINDS),
        Filter(name="actief", label=_l("Doet mee"), column=Organisation.active, kind="yes_no"),
    )
    search_column, search_folded = Organisation.name, False
    order = ("name", "asc")
    form_class, change_form_class = OrganisationForm, OrganisationChangeForm
    history_of = ("organisation.added", "organisation.changed", "record.fields_kept")

    def add(self, uow: UnitOfWork, form: Any) -> Organisation:
        return services.add_organisation(
            uow, form.kind.data, form.name.data, kvk=form.kvk.data, email=form.email.data, phone=form.phone.data
        )

    def change(self, uow: UnitOfWork, row_id: uuid.UUID, version: int, form: Any) -> None:
        services.change_organisation(
            uow, row_id, version, name=form.name.data, kvk=form.kvk.data, email=form.email.data,
            phone=form.phone.data, active=form.active.data,
        )  # fmt: skip


class UserForm(AdminForm):
    """A new user: gets a mail with a link to choose a password."""

    name = StringField(_l("Naam"), [_REQUIRED, validators.Length(max=200)])
    email = EmailField(_l("E-mail"), [_REQUIRED], description=_l("Hier komt de uitnodiging aan."))
    organisation = RowField(_l("Organisatie"), [_REQUIRED], reference=ORGANISATIONS)
    role = SelectField(_l("Rol"), [_REQUIRED], choices=[("", _l("Kies")), *((r.value, w) for r, w in words.ROLES.items())])


class UserChangeForm(AdminForm):
    """An existing user."""

    name = UserForm.name
    email = EmailField(_l("E-mail"), [_REQUIRED], description=_l("Met dit adres logt deze gebruiker in."))
    phone = TelField(_l("Telefoon"), [validators.Optional()])


def _roles_of_user() -> sa.ScalarSelect[Any]:
    said = sa.cast(Membership.role, sa.String) + "|" + Organisation.name
    return (
        sa.select(sa.func.aggregate_strings(said, "\n"))
        .select_from(Membership)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.user_id == User.id)
        .correlate(User)
        .scalar_subquery()
    )


def _show_roles(value: str | None) -> str:
    said = {role.value: str(word) for role, word in words.ROLES.items()}
    pairs = [line.partition("|") for line in (value or "").split("\n") if line]
    return "; ".join(sorted(f"{said.get(role, role)} – {organisation}" for role, _bar, organisation in pairs))


class UserScreen(Screen):
    """People who sign in."""

    thing, change_action = "user", "user.change"
    one = _l("gebruiker")
    columns = (
        Column(key="name", label=_l("Naam"), source=User.name, sort=True),
        Column(key="email", label=_l("E-mail"), source=User.email, sort=True),
        Column(key="roles", label=_l("Rollen"), source=_roles_of_user(), write=_show_roles),
        Column(key="second", label=_l("Tweede stap"), source=User.tf_primary_method.is_not(None), kind="yes_no"),
        Column(key="active", label=_l("Mag inloggen"), source=User.active, kind="yes_no"),
    )
    more_columns = (
        Column(key="phone", label=_l("Telefoon"), source=User.phone),
        Column(key="created_at", label=_l("Toegevoegd"), source=User.created_at, kind="moment"),
    )
    filters = (Filter(name="actief", label=_l("Mag inloggen"), column=User.active, kind="yes_no"),)
    search_column, search_folded = User.name, False
    order = ("name", "asc")
    form_class, change_form_class = UserForm, UserChangeForm
    save_words = _l("Uitnodigen")
    history_of = (
        "user.added", "user.changed", "user.disabled", "user.enabled", "role.granted", "role.revoked", "user.link_sent",
        "user.password_set", "user.second_factor_set", "user.second_factor_removed",
    )  # fmt: skip
    acts: ClassVar = {
        "link": Act(
            label=_l("Stuur een link voor een nieuw wachtwoord"), action="user.change",
            run=lambda uow, row_id: services.send_link(uow, row_id, LinkPurpose.RECOVERY),
            done=_l("De link is verstuurd."), shown=lambda row: row.active,
        ),
        "second_factor": Act(
            label=_l("Haal de tweede stap weg"), action="user.change", run=services.remove_second_factor,
            done=_l("De tweede stap is weg."), shown=lambda row: row.has_second_factor, danger=True,
            confirm=_l("De tweede stap weghalen? Doe dit alleen als u zeker weet wie erom vraagt."),
        ),
        "sessions": Act(
            label=_l("Log overal uit"), action="user.change", run=services.end_sessions,
            done=_l("Deze gebruiker is overal uitgelogd."), confirm=_l("Deze gebruiker overal uitloggen?"),
        ),
        "disable": Act(
            label=_l("Schakel uit"), action="user.change", run=services.disable, danger=True,
            done=_l("Deze gebruiker kan niet meer inloggen."), shown=lambda row: row.active,
            confirm=_l("Deze gebruiker uitschakelen? Alle sessies stoppen meteen."),
        ),
        "enable": Act(
            label=_l("Schakel weer in"), action="user.change", run=services.enable,
            done=_l("Deze gebruiker kan weer inloggen."), shown=lambda row: not row.active,
        ),
    }  # fmt: skip

    def add(self, uow: UnitOfWork, form: Any) -> User:
        return services.invite(uow, form.email.data, form.name.data, form.organisation.data, Role(form.role.data))

    def change(self, uow: UnitOfWork, row_id: uuid.UUID, version: int, form: Any) -> None:
        services.change_user(
            uow, row_id, version, name=form.name.data, email=form.email.data, phone=form.phone.data
        )
