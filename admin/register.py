"""The administration in one piece: its screens, grouped, under /beheer."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_admin import Admin, AdminIndexView
from flask_admin.theme import Theme
from flask_babel import lazy_gettext as _l

from admin.accounts import OrganisationScreen, UserScreen
from admin.base import Screen
from admin.cases import CaseScreen, ContactScreen, IncidentScreen
from admin.entrance import ENTER, exposed, refuse
from admin.library import AgreementScreen, ClauseScreen, FormScreen
from admin.parties import DwellingScreen, PersonScreen
from admin.system import AuditScreen, JobScreen, MessageScreen, SealScreen
from portal.accounts.models import Organisation, User
from portal.agreements.models import AgreementVersion
from portal.cases.models import Case, Contact, Incident
from portal.clauses.models import Clause
from portal.core.audit import AuditRow
from portal.core.jobs import Job
from portal.core.outbox import Message
from portal.definitions.models import FormVersion
from portal.parties.models import Dwelling, Person
from portal.sealing.models import SealedEdition
from portal.web import navigation
from portal.web.auth import current_actor
from portal.web.guards import self_guarded
from portal.web.locale import current_language

URL = "/beheer"
PEOPLE, CASES, LIBRARY, SYSTEM = _l("Mensen"), _l("Zaken"), _l("Formulieren en afspraken"), _l("Systeem")


class Home(AdminIndexView):
    """The first page: every screen the reader may open, in groups."""

    def __init__(self) -> None:
        super().__init__(name=_l("Beheer"), url=URL)
        self.static_folder = None  # Flask-Admin's own scripts and styles are never served

    def is_accessible(self) -> bool:
        actor = current_actor()
        return actor.kind == "user" and actor.has(*ENTER)

    def inaccessible_callback(self, name: str, **kwargs: Any) -> Any:
        return refuse()

    @exposed("/")
    def index(self) -> Any:
        """List the screens."""
        return self.render("admin/index.html")


def screens() -> list[Screen]:
    """Make every screen, in the order of the menu."""
    return [
        OrganisationScreen(Organisation, _l("Organisaties"), "organisaties", PEOPLE),
        UserScreen(User, _l("Gebruikers"), "gebruikers", PEOPLE),
        PersonScreen(Person, _l("Personen"), "personen", PEOPLE),
        DwellingScreen(Dwelling, _l("Woningen"), "woningen", PEOPLE),
        CaseScreen(Case, _l("Zaken"), "dossiers", CASES),
        IncidentScreen(Incident, _l("Meldingen"), "meldingen", CASES),
        ContactScreen(Contact, _l("Contacten"), "contacten", CASES),
        ClauseScreen(Clause, _l("Clausules"), "clausules", LIBRARY),
        FormScreen(FormVersion, _l("Formulierversies"), "formulierversies", LIBRARY),
        AgreementScreen(AgreementVersion, _l("Overeenkomsten"), "overeenkomsten", LIBRARY),
        JobScreen(Job, _l("Taken"), "taken", SYSTEM),
        MessageScreen(Message, _l("Berichten"), "berichten", SYSTEM),
        SealScreen(SealedEdition, _l("Zegels"), "zegels", SYSTEM),
        AuditScreen(AuditRow, _l("Logboek"), "logboek", SYSTEM),
    ]


Menu = list[tuple[str, list[tuple[Screen, str, str]]]]


class Menus:
    """The menu by roles and language, made once each."""

    def __init__(self, made: list[Screen]) -> None:
        self.made = made
        self.kept: dict[tuple[frozenset[str], str], Menu] = {}

    def __call__(self) -> Menu:
        """Group the screens that the reader may open: (group, [(screen, name, address)])."""
        key = (current_actor().roles, current_language())
        if key not in self.kept:
            self.kept[key] = self._make()
        return self.kept[key]

    def _make(self) -> Menu:
        actor = current_actor()
        groups: dict[str, list[tuple[Screen, str, str]]] = {}
        for screen in self.made:
            if screen.may("read", actor):
                address = f"{URL}/{screen.endpoint.removeprefix('admin_')}/"
                groups.setdefault(str(screen.category), []).append((screen, str(screen.name), address))
        return list(groups.items())


def init_app(app: Flask) -> None:
    """Put the administration on the application."""
    made = screens()
    admin = Admin(
        app, name="Driehoek", url=URL, index_view=Home(), theme=Theme(folder="none", base_template="admin/base.html")
    )
    admin.add_views(*made)
    self_guarded(app, "admin", *(screen.endpoint for screen in made))
    navigation.add(app, 90, _l("Beheer"), "admin.index", *ENTER)
    app.jinja_env.globals["admin_menu"] = Menus(made)

