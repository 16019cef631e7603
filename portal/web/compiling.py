"""Templates are compiled once per language, with their sentences in them: a page looks none of them up.

A sentence without parameters, `_("Opslaan")`, becomes its translation while the template is read, so that Jinja joins it
with the markup around it. What has parameters, or is no literal, is translated while rendering, as before.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment as FlaskEnvironment
from jinja2 import Template
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from portal.web.locale import current_language, said_in

CALL = ("name", "lparen", "string", "rparen")


class Sentences(Extension):
    """Puts the translation where a template says `_("…")`."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        language = getattr(self.environment, "language", None)
        if language is None:
            yield from stream
            return
        held: list[Token] = []
        for token in stream:
            if token.type != CALL[len(held)] or (not held and token.value != "_"):
                yield from held
                held = []
            if token.type != CALL[len(held)] or (not held and token.value != "_"):
                yield token
                continue
            held.append(token)
            if len(held) == len(CALL):
                line, text = token.lineno, said_in(language, held[2].value) % {}
                held = []
                yield from (Token(line, "string", text), Token(line, "pipe", "|"), Token(line, "name", "safe"))
        yield from held


class Environment(FlaskEnvironment):
    """Flask's environment, with one more for each language, in which the templates of that language are kept."""

    language: str | None = None

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self.spoken: dict[str, Environment] = {}

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:  # noqa: A002
        if self.language is not None:
            return super()._load_template(name, globals)
        language = current_language()
        if language not in self.spoken:
            own = self.overlay()
            own.language = language
            self.spoken[language] = own
        return self.spoken[language]._load_template(name, globals)


def init_app(app: Flask) -> None:
    """Make *app* keep its templates by language; before anything asks for its environment."""
    app.jinja_environment = Environment  # type: ignore[assignment]  # a narrower kind than declared
    app.jinja_env.add_extension(Sentences)
