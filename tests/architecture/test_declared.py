"""What is not declared is denied: endpoints, errors, jobs, settings, commands, events and tables."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import click
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from portal.core import events, policy, worker
from portal.core.db import Base, CaseBound
from portal.migrating import config, downgrade, upgrade
from portal.settings import Settings
from portal.web.guards import access_of

ROOT = Path(__file__).parents[2]
ERRORS = {"Missing", "Denied", "Conflict", "Invalid", "TooMany"}


@cache
def product_nodes() -> list[tuple[Path, list[ast.AST]]]:
    """Return every node of every module of the product, read once for all tests."""
    files = [path for folder in ("portal", "admin") for path in sorted((ROOT / folder).rglob("*.py"))]
    return [(path, list(ast.walk(ast.parse(path.read_text())))) for path in files]


def test_every_endpoint_declares_who_may_come_near(app: Flask) -> None:
    with app.app_context():
        guarded = app.extensions["self_guarded"]
        bare = [
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if rule.endpoint != "static"
            and rule.endpoint.split(".")[0] not in guarded
            and access_of(rule.endpoint) is None
        ]
    assert not bare, f"put @access(…) on these views: {sorted(set(bare))}"


def test_every_admin_view_descends_from_ours(app: Flask) -> None:
    from flask_admin import AdminIndexView

    from admin.base import Screen

    views = [v for admin in app.extensions.get("admin", []) for v in admin._views]
    assert views
    strange = [type(v).__name__ for v in views if not isinstance(v, Screen | AdminIndexView)]
    assert not strange, f"derive these from admin.base: {strange}"


def test_every_error_code_has_a_sentence(app: Flask) -> None:
    known = app.extensions["messages"]
    unsaid = set()
    for path, nodes in product_nodes():
        for node in nodes:
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            where = {"require": 1}.get(name, 0)
            if (name in ERRORS or name == "require") and len(node.args) > where:
                code = node.args[where]
                if isinstance(code, ast.Constant) and isinstance(code.value, str) and code.value not in known:
                    unsaid.add(f"{path.relative_to(ROOT)}: {code.value}")
    assert not unsaid, f"add a Dutch sentence to the room's messages.py: {sorted(unsaid)}"


def test_every_reaction_and_every_job_asked_for_has_a_handler(app: Flask) -> None:
    handlers = worker.handlers()
    asked = {job for jobs in events.reactions().values() for job in jobs}
    for _, nodes in product_nodes():
        for node in nodes:
            if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "enqueue" and node.args):
                continue
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                asked.add(name.value)
    assert not asked - set(handlers), f"write a handler with @job(…): {sorted(asked - set(handlers))}"


def test_every_action_asked_of_the_policy_table_is_in_it() -> None:
    asked = {
        node.args[1].value
        for _, nodes in product_nodes()
        for node in nodes
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "permits"
        if len(node.args) > 1 and isinstance(node.args[1], ast.Constant)
    }
    assert not asked - set(policy.table()), f"add to portal/core/policy.toml: {sorted(asked - set(policy.table()))}"


def test_the_policy_table_names_known_roles_only() -> None:
    roles = {role for rules in policy.table().values() for rule in rules for role in rule.roles}
    assert roles <= {*policy.ROLES, "tenant"}


def test_every_row_of_a_case_is_confined(app: Flask) -> None:
    bound = {m.class_ for m in Base.registry.mappers if issubclass(m.class_, CaseBound)}
    with_case = {m.class_ for m in Base.registry.mappers if "case_id" in m.columns}
    free = {"AuditRow", "Job", "Message"}  # shown by role and state, not by case
    bare = {m.__name__ for m in (bound | with_case) - policy.ruled_models()} - free
    assert not bare, f"register a row rule (portal/cases/scope.py): {sorted(bare)}"


def test_every_setting_stands_in_the_documented_table() -> None:
    documented = set(re.findall(r"^\| `DRIEHOEK_([A-Z_]+)` \|", (ROOT / "docs/settings.md").read_text(), re.M))
    assert documented == {name.upper() for name in Settings.model_fields}, "bring docs/settings.md up to date"


def test_every_command_stands_in_the_documentation() -> None:
    from portal.cli import cli

    text = (ROOT / "docs/operations.md").read_text()
    missing = [name for name in cli.list_commands(click.Context(cli)) if f"portal {name}" not in text]
    assert not missing, f"describe in docs/operations.md: {missing}"


@cache
def event_names() -> set[str]:
    """Return the names of all events, read from their classes."""
    names = set()
    for _, nodes in product_nodes():
        for node in nodes:
            if not (isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant)):
                continue
            is_name = getattr(node.target, "id", "") == "name" and "ClassVar" in ast.unparse(node.annotation)
            if is_name and "." in str(node.value.value):
                names.add(str(node.value.value))
    return names


def test_every_event_stands_in_the_documentation(app: Flask) -> None:
    text = (ROOT / "docs/events.md").read_text()
    names = event_names()
    assert names
    missing = sorted(n for n in names if f"`{n}`" not in text)
    assert not missing, f"describe in docs/events.md: {missing}"


@cache
def event_keys() -> set[str]:
    """Return the keys of all events, read from their classes, without those that hold an identifier."""
    keys = set()
    for _, nodes in product_nodes():
        for node in nodes:
            fields = [one for one in node.body if isinstance(one, ast.AnnAssign)] if isinstance(node, ast.ClassDef) else []
            names = {getattr(one.target, "id", ""): ast.unparse(one.annotation) for one in fields}
            own = next((one.value for one in fields if getattr(one.target, "id", "") == "name"), None)
            if "ClassVar" in names.get("name", "") and isinstance(own, ast.Constant) and "." in str(own.value):
                keys |= {name for name, type_ in names.items() if "ClassVar" not in type_ and "UUID" not in type_}
    return keys - {"case_id"}


def test_every_key_of_an_event_has_a_word_for_who_reads_the_log() -> None:
    from admin.details import KEYS

    keys = event_keys()
    assert keys
    assert not keys - set(KEYS), f"give words in admin/details.py: {sorted(keys - set(KEYS))}"
    assert not set(KEYS) - keys, f"no event has these: {sorted(set(KEYS) - keys)}"


def test_every_event_has_words_for_who_reads_the_log() -> None:
    from admin.words import EVENTS

    missing = sorted(event_names() - set(EVENTS))
    assert not missing, f"give these words in admin/words.py: {missing}"


def test_migrations_are_numbered_without_gaps_and_have_one_head() -> None:
    script = ScriptDirectory.from_config(config())
    numbers = sorted(r.revision for r in script.walk_revisions())
    assert len(script.get_heads()) == 1
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]


def test_models_equal_migrations(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'm.sqlite3'}")
    with engine.begin() as connection:
        upgrade(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == [], 'run: make migration WHAT="…"'


def test_migrations_go_down_and_up_again(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'm.sqlite3'}")
    with engine.begin() as connection:
        upgrade(connection)
        downgrade(connection, "base")
        assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}
        upgrade(connection)


def test_no_relation_is_loaded_beside_its_row(app: Flask) -> None:
    """Row rules are chosen by the tables a statement names; a joined relation would bring in one it does not name."""
    eager = [
        f"{mapper.class_.__name__}.{relation.key}"
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if relation.lazy in {"joined", False}
    ]
    assert not eager, f"give these lazy='raise_on_sql' and ask for them in the query: {eager}"
