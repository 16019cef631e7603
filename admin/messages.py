"""Sentences for what the administration refuses."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

MESSAGES: dict[str, LazyString] = {
    "admin.delete": lazy_gettext("Hier wordt niets weggegooid. Zet het uit, of maak een correctie."),
    "admin.list": lazy_gettext("Deze lijst kan zo niet worden getoond. Haal een filter weg en probeer het opnieuw."),
}
