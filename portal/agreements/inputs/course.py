"""Small forms: who signs for the corporation, extending and ending."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField

from portal.cases.inputs.fields import ChoiceField, PageForm, RightDate, at_most, needed


class SignerForm(PageForm):
    """Who signs for the landlord."""

    user_id = ChoiceField(_("Wie tekent voor de verhuurder"), [needed(_("Kies wie er voor de verhuurder tekent."))])
    function = StringField(_("Functie"), [at_most(200)])
    mandate = StringField(
        _("Mandaat"), [at_most(300)], description=_("Bijvoorbeeld: volmacht van 5 januari 2026, artikel 4")
    )


class SendForm(PageForm):
    """Why a version is sent while points are open."""

    reason = TextAreaField(_("Waarom verstuurt u toch?"), [at_most(2_000)])


class ExtendForm(PageForm):
    """Until when the parties go on."""

    until = RightDate(_("Verlengd tot"), [needed(_("Vul de nieuwe einddatum in."))])


class EndForm(PageForm):
    """When it ended."""

    on = RightDate(_("Beëindigd op"), [needed(_("Vul de dag in waarop de afspraken stopten."))])
