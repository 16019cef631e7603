"""The shape of the tree: each test names the remedy when it fails."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = ("portal", "forms", "admin", "migrations", "bench", "scripts")
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


@cache
def product_files() -> dict[Path, str]:
    """Return every file of the product with its text, read once for all tests."""
    paths = [path for folder in PRODUCT for path in sorted((ROOT / folder).rglob("*.py"))]
    return {path: path.read_text() for path in paths if "versions" not in path.parts}


@cache
def product_nodes() -> dict[Path, list[ast.AST]]:
    """Return the nodes of every file, the module first."""
    return {path: list(ast.walk(ast.parse(text))) for path, text in product_files().items()}


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = [f"{p.relative_to(ROOT)}: {n}" for p, text in product_files().items() if (n := len(text.splitlines())) > 400]
    assert not long, f"split these by verb into a package of the same name: {long}"


def test_no_module_has_a_name_that_says_nothing() -> None:
    bad = [str(p.relative_to(ROOT)) for p in product_files() if {p.stem, *p.parent.parts} & FORBIDDEN_NAMES]
    assert not bad, f"name these after what they hold: {bad}"


def test_only_the_unit_of_work_commits() -> None:
    commits = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, nodes in product_nodes().items()
        if path.parts[-3:] != ("portal", "core", "uow.py") and "bench" not in path.parts
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert not commits, f"open `with write() as uow:` instead of committing: {commits}"


def test_rows_are_read_through_entities_only() -> None:
    bad = [
        f"{path.relative_to(ROOT)}:{number}"
        for path, text in product_files().items()
        if path.is_relative_to(ROOT / "portal") and "core" not in path.parts and path.name != "queries.py"
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(r"\.__table__|\btext\(\s*[\"']\s*(SELECT|UPDATE|DELETE|INSERT)\b(?! 1)", line)
    ]
    assert not bad, f"read through scoped(Model, actor), write through uow.get: {bad}"


def test_every_module_says_its_duty() -> None:
    silent = [
        str(p.relative_to(ROOT))
        for p, (tree, *_) in product_nodes().items()
        if isinstance(tree, ast.Module) and tree.body and not ast.get_docstring(tree)
    ]
    assert not silent, f"open these with a docstring that says what they are for: {silent}"


def test_nothing_swallows_every_error() -> None:
    bad = []
    for path, nodes in product_nodes().items():
        for node in nodes:
            if not isinstance(node, ast.ExceptHandler):
                continue
            wide = node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
            if wide and all(isinstance(s, ast.Pass) for s in node.body):
                bad.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not bad, f"catch what you expect, and do something with it: {bad}"


def test_every_template_belongs_to_a_room() -> None:
    rooms = {p.name for p in (ROOT / "portal").iterdir() if p.is_dir()}
    rooms |= {"layout", "forms", "admin", "security", "outgoing", "documents"}
    stray = [str(p.relative_to(ROOT)) for p in (ROOT / "templates").rglob("*.html") if p.relative_to(ROOT / "templates").parts[0] not in rooms]
    assert not stray, f"put these below templates/<room>/: {stray}"


@pytest.mark.parametrize("pattern", [r"\son[a-z]+\s*=\s*[\"']", r"<style\b", r"\sstyle\s*=\s*[\"']", r"<script(?![^>]*\bsrc=)[^>]*>"])
def test_no_page_needs_an_exception_from_the_content_policy(pattern: str) -> None:
    pages = [p for p in (ROOT / "templates").rglob("*.html") if "print" not in p.parts]
    bad = [str(p.relative_to(ROOT)) for p in pages if re.search(pattern, re.sub(r"\{#.*?#\}", "", p.read_text(), flags=re.S), re.I)]
    assert not bad, f"move script to portal/static/js and style to portal/static/css: {bad}"


def test_lock_files_hold_names_versions_and_hashes_only() -> None:
    for lock in (ROOT / "requirements.lock", ROOT / "tests" / "requirements.lock"):
        assert "://" not in lock.read_text(), f"{lock.name} holds an address: compile it without"


def test_the_import_contracts_hold() -> None:
    found = subprocess.run([str(ROOT / ".venv/bin/lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout
