"""Forms of signing in and of one's own account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, Optional


class SignInForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """Address and password."""

    email = StringField(_("E-mailadres"), [InputRequired(_("Vul uw e-mailadres in")), Length(max=200)])
    password = PasswordField(_("Wachtwoord"), [InputRequired(_("Vul uw wachtwoord in"))])
    next = HiddenField()


class CodeForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """The code of the second step."""

    code = StringField(_("Code"), [InputRequired(_("Vul de code in")), Length(max=40)])


class ForgottenForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """The address of somebody who forgot the password."""

    email = StringField(_("E-mailadres"), [InputRequired(_("Vul uw e-mailadres in")), Length(max=200)])


class NewPasswordForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """A new password, twice, so that a slip of the finger locks nobody out."""

    password = PasswordField(_("Nieuw wachtwoord"), [InputRequired(_("Vul een nieuw wachtwoord in"))])
    repeated = PasswordField(
        _("Nieuw wachtwoord, nog een keer"), [EqualTo("password", _("Vul twee keer hetzelfde wachtwoord in"))]
    )


class ChangePasswordForm(NewPasswordForm):
    """The old and the new password."""

    old = PasswordField(_("Huidig wachtwoord"), [InputRequired(_("Vul uw huidige wachtwoord in"))])


class ConfirmForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """The password once more."""

    password = PasswordField(_("Wachtwoord"), [InputRequired(_("Vul uw wachtwoord in"))])
    next = HiddenField()


class OwnForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """One's own name and number."""

    name = StringField(
        _("Naam"), [InputRequired(_("Vul uw naam in")), Length(max=200, message=_("Gebruik hoogstens 200 tekens"))]
    )
    phone = StringField(_("Telefoonnummer"), [Optional(), Length(max=30, message=_("Gebruik hoogstens 30 tekens"))])
    version = HiddenField()
