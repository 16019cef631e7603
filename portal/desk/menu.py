"""What the main menu and the header show of the desk."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _

from portal.cases.views.blueprint import STAFF
from portal.desk.views.blueprint import READERS
from portal.web import navigation
from portal.web.auth import current_actor


def init_app(app: Flask) -> None:
    """Put the desk in the menu, and its search field in the header."""
    navigation.add(app, 10, _("Vandaag"), "desk.today")
    navigation.add(app, 20, _("Zaken"), "desk.cases", *READERS)
    navigation.add(app, 30, _("Aanmelden"), "cases.new", *STAFF)
    navigation.add(app, 40, _("Afspraken"), "agreements.index")
    navigation.add(app, 50, _("Tekenen"), "signatures.mine", "corporation_staff", "expert")
    navigation.add(app, 70, _("Clausules"), "clauses.index", "bureau_admin", "bureau_staff", "legal")
    navigation.add(app, 80, _("Bouwen"), "definitions.index")

    @app.context_processor
    def searching() -> dict[str, Any]:
        return {"search_url": navigation.address_of("desk.cases") if current_actor().has(*READERS) else None}
