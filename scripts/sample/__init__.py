"""A page with every component, served without a database, to look at the style sheet by itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from flask import Flask, render_template
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.datastructures import MultiDict
from werkzeug.serving import WSGIRequestHandler, make_server
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
    widgets,
)

ROOT = Path(__file__).resolve().parent.parent.parent
CSP = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"


class SampleForm(Form):
    """One field of every kind, some of them wrong."""

    who = StringField("Met wie sprak u?", [validators.InputRequired("Vul in met wie u sprak")], description="Voornaam en achternaam")
    money = RadioField("Hoe gaat het met geld?", choices=[(str(n), str(n)) for n in range(1, 6)])
    visit = DateField("Wanneer was het huisbezoek?", [validators.InputRequired("Vul de datum van het huisbezoek in")])
    debts = RadioField("Zijn er schulden?", choices=[("no", "Nee"), ("yes", "Ja")])
    amount = IntegerField("Hoeveel ongeveer?", [validators.Optional()])
    help = SelectMultipleField("Welke hulp is er al?", choices=[("team", "Wijkteam"), ("debt", "Schuldhulpverlening bij de gemeente")],
                               option_widget=widgets.CheckboxInput(), widget=widgets.ListWidget(prefix_label=False))
    town = SelectField("Gemeente", choices=[("", "Kies"), ("u", "Utrecht")])
    note = TextAreaField("Wat wilt u nog kwijt?", [validators.Optional()], render_kw={"data-count": "500"})
    letter = FileField("Voeg een foto of brief toe", description="PDF, JPG of PNG. Niet groter dan 10 MB.")
    agree = BooleanField("Ik heb dit met de huurder besproken")


def make_app() -> Flask:
    """Make an application that knows the layouts and nothing else."""
    app = Flask("sample", static_folder=str(ROOT / "portal" / "static"))
    app.jinja_loader = ChoiceLoader([FileSystemLoader(ROOT / "templates"), FileSystemLoader(Path(__file__).parent)])
    app.secret_key = "sample"
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(lambda s: s, lambda s, p, n: s if n == 1 else p, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(form_keys=lambda: "", asset=lambda name: f"/static/{name}")

    @app.context_processor
    def context() -> dict[str, object]:
        return {
            "demo": True, "search_url": "/staff",
            "navigation": [("Vandaag", "/", False), ("Dossiers", "/staff", True), ("Formulieren", "/x", False),
                           ("Afspraken", "/y", False), ("Beheer", "/z", False)],
            "account": {"name": "M. Aydın", "role": "Bureau", "url": "/account", "sign_out": "/out"},
            "languages": [("nl", "Nederlands", "#", True), ("en", "English", "#", False)],
            "tenant_languages": [("nl", "Nederlands", "#", True), ("ar", "العربية", "#", False), ("pl", "Polski", "#", False)],
            "help_url": "tel:0880001122", "stop_url": "/stop",
        }

    @app.after_request
    def headers(response):  # type: ignore[no-untyped-def]
        response.headers["Content-Security-Policy"] = CSP
        return response

    @app.route("/staff")
    def staff() -> str:
        return render_template("staff.html", page=SimpleNamespace(next="abc", previous="", capped_count="84"))

    @app.route("/field", endpoint="field")
    def field_page() -> str:
        form = SampleForm(MultiDict({"debts": "yes"}))
        form.validate()
        return render_template("field.html", form=form)

    @app.route("/tenant")
    def tenant() -> str:
        return render_template("tenant.html", form=SampleForm())

    @app.route("/rtl")
    def rtl() -> str:
        return render_template("tenant.html", form=SampleForm(), lang="ar", dir="rtl")

    @app.route("/error")
    def error() -> str:
        return render_template("layout/error.html", title="Deze bladzijde bestaat niet", reference="7f3a-91c2",
                               text="Misschien is het adres verkeerd getypt, of hoort de bladzijde bij een zaak van een ander.")

    return app


class Quiet(WSGIRequestHandler):
    """Serve without a line per request."""

    def log(self, *args: object) -> None:
        return


@contextmanager
def served() -> Iterator[list[str]]:
    """Serve the sample on a free port; yield the addresses of its pages."""
    server = make_server("127.0.0.1", 0, make_app(), threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield [f"http://127.0.0.1:{server.server_port}/{name}" for name in ("staff", "field", "tenant", "rtl", "error")]
    finally:
        server.shutdown()
