"""What people fill in while reading and signing."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FileField, Form, HiddenField, PasswordField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from portal.core.errors import DomainError, Invalid
from portal.signatures.rules.reading import Answer, Item
from portal.signatures.rules.states import Channel
from portal.web.errors import sentence

ANSWERS = [
    (Answer.UNDERSTOOD.value, _("Ik begrijp het")),
    (Answer.QUESTION.value, _("Ik heb een vraag")),
    (Answer.NOT_AGREED.value, _("Ik ben het er niet mee eens")),
]


class CodeForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """The one-time code; spaces in it are no mistake."""

    code = StringField(_("Code"), [InputRequired(_("Vul de code van 6 cijfers in."))])


class ClauseForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """What the reader says about one clause."""

    teach_back = RadioField(choices=[], validate_choice=False)
    answer = RadioField(
        _("Wat vindt u van deze afspraak?"), [InputRequired(_("Kies wat u van deze afspraak vindt."))], choices=ANSWERS
    )

    @classmethod
    def of(cls, entry: Item, posted: Any, given: Answer | None) -> ClauseForm:
        """Build the form of one clause, with the answer given before."""
        form = cls(posted, answer=given.value if given else None)
        if entry.teach_back is None:
            del form.teach_back
        else:
            form.teach_back.choices = [(str(at), text) for at, text in enumerate(entry.teach_back.choices)]
        return form

    def chosen(self) -> int | None:
        """Return the teach-back choice, or None when nothing was asked or chosen."""
        field = getattr(self, "teach_back", None)
        value = field.data if field is not None else None
        if value in (None, "", "None"):
            return None
        if not (len(value) <= 3 and value.isascii() and value.isdigit()):
            raise Invalid("signing.choice-unknown", field="teach_back")
        return int(value)


class QuestionForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """A question, in words of the reader's own: written or spoken."""

    text = TextAreaField(_("Uw vraag"))
    voice = FileField(_("Of spreek uw vraag in"))


class WishForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """What the reader wants otherwise."""

    text = TextAreaField(_("Wilt u er iets bij zeggen?"))


class ReasonForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """Why somebody did not sign; never needed."""

    text = TextAreaField(_("Uw uitleg"))


class SignForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """A typed name; and, when drawn, the strokes."""

    name = StringField(_("Uw naam"), [InputRequired(_("Typ uw naam."))])
    strokes = HiddenField()


class PortalSignForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """A signature of somebody who is signed in."""

    name = StringField(_("Uw naam"), [InputRequired(_("Typ uw naam."))])
    password = PasswordField(_("Uw wachtwoord"), [InputRequired(_("Vul uw wachtwoord in."))])


class AnswerForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """The answer to a question, as the reader will read it."""

    text = TextAreaField(_("Antwoord aan de huurder"), [InputRequired(_("Schrijf het antwoord op."))])


class WithdrawalForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """A withdrawal that was told."""

    note = TextAreaField(_("Hoe en wat is er gezegd?"))


class ContactForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """Where a signatory is reached."""

    phone = StringField(_("Mobiel nummer"))
    mail = StringField(_("E-mailadres"))
    channel = RadioField(
        _("Manier van tekenen"),
        [InputRequired(_("Kies hoe er wordt getekend."))],
        choices=[
            (Channel.PHONE.value, _("Link en code per sms")), (Channel.MAIL.value, _("Link en code per e-mail")),
            (Channel.QR.value, _("Samen: QR-code op de eigen telefoon")),
            (Channel.TABLET.value, _("Samen: op de tablet, met een getuige")), (Channel.PAPER.value, _("Op papier")),
        ],
    )


def put(form: Form, error: DomainError, fallback: str | None = None) -> None:
    """Place a refused value's sentence at its field, or at *fallback*, or above the form."""
    name = str(error.params.get("field") or fallback or "")
    words = sentence(error)
    if name in form._fields:
        field = form._fields[name]
        field.errors = [*field.errors, words]
    else:
        form.form_errors.append(words)
