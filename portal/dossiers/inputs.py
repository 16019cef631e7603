"""What is typed about a dossier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _
from wtforms import DateField, Form, SelectField, StringField
from wtforms.validators import InputRequired, Length

from portal.dossiers.messages import PURPOSES, RECIPIENTS
from portal.dossiers.models import DossierPiece
from portal.dossiers.rules import Choice, ComposeFacts, LeaveOut, Purpose, Recipient


class ComposeForm(Form):  # type: ignore[misc]
    """Period, reader and purpose of a dossier."""

    period_from = DateField(_("Eerste dag"), validators=[InputRequired(_("Vul de eerste dag in."))])
    period_until = DateField(_("Laatste dag"), validators=[InputRequired(_("Vul de laatste dag in."))])
    recipient = SelectField(_("Voor wie"), choices=[(key.value, word) for key, word in RECIPIENTS.items()])
    purpose = SelectField(_("Doel"), choices=[(key.value, word) for key, word in PURPOSES.items()])

    def facts(self) -> ComposeFacts:
        """Return the facts; only after `validate`."""
        assert self.period_from.data is not None
        assert self.period_until.data is not None
        return ComposeFacts(
            period_from=self.period_from.data,
            period_until=self.period_until.data,
            recipient=Recipient(self.recipient.data),
            purpose=Purpose(self.purpose.data),
        )


class ReleaseForm(Form):  # type: ignore[misc]
    """Why one care document is released."""

    reason = StringField(
        _("Waarom is dit stuk nodig?"),
        validators=[InputRequired(_("Schrijf op waarom dit stuk nodig is.")), Length(max=500)],
    )


def choices(posted: Mapping[str, str], pieces: Iterable[DossierPiece]) -> list[Choice]:
    """Read the boxes and reasons of the pieces on the page; a piece that was filed stays as it is."""
    known = {reason.value: reason for reason in LeaveOut}
    return [
        Choice(
            piece_id=row.id,
            included=f"piece-{row.id}" in posted,
            reason=known.get(posted.get(f"reason-{row.id}", "")),
            note=posted.get(f"note-{row.id}", ""),
            proves=posted.get(f"proves-{row.id}", ""),
        )
        for row in pieces
        if row.filing_id is None and f"shown-{row.id}" in posted
    ]
