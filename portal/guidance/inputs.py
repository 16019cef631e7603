"""The forms of guidance, written by hand: what a social team answers to a handover."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from portal.guidance.rules import Answer
from portal.parties.inputs.fields import ChoicesField, PageForm, at_most, needed


class HandoverForm(PageForm):
    """Taking a handover over, or saying why not."""

    seen = HiddenField()
    answer = ChoicesField(
        _("Aanvaardt u de overdracht?"),
        [needed(_("Kies of u de overdracht aanvaardt."))],
        choices=[(Answer.ACCEPTED.value, _("Ja, wij nemen het over")), (Answer.DECLINED.value, _("Nee, nu niet"))],
    )
    reason = TextAreaField(
        _("Waarom niet?"),
        [at_most(1000)],
        description=_("Het bureau en de expert lezen dit. De huurder en de corporatie lezen het alleen als u dat hieronder aankruist."),
    )
    shared = BooleanField(_("Ook de huurder en de corporatie mogen dit lezen"))
    full_name = StringField(_("Uw naam"), [needed(_("Vul uw naam in.")), at_most(150)])
    duty = StringField(_("Uw functie"), [needed(_("Vul uw functie in.")), at_most(150)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a reason with a no."""
        fine: bool = super().validate(extra_validators)
        if self.answer.data == Answer.DECLINED and not (self.reason.data or "").strip():
            self.reason.errors = [_("Schrijf op waarom u de overdracht niet aanvaardt.")]
            return False
        return fine
