"""Filters of lists: for every option the condition that is left when its columns are filled in."""

from __future__ import annotations

from collections.abc import Callable

from forms.expressions.tree import arguments_of
from forms.xlsform.known import Scope, Tree
from forms.xlsform.parse import Ast, Call, Column, Text
from forms.xlsform.translate import sound, truth

_TRUE, _FALSE = Call("true", ()), Call("false", ())


def filter_of(ast: Ast, scope: Scope, cell: Callable[[str], str]) -> Tree:
    """Translate the filter of a list for the option whose columns *cell* gives."""
    return sound(_narrowed(truth(_settled(_filled(ast, cell)), scope)))


def _filled(ast: Ast, cell: Callable[[str], str]) -> Ast:
    if isinstance(ast, Column):
        return Text(cell(ast.name.lower()))
    return Call(ast.name, tuple(_filled(one, cell) for one in ast.arguments)) if isinstance(ast, Call) else ast


def _settled(ast: Ast) -> Ast:
    """Work out what the columns of one option decide, so that only the rest has to be understood."""
    if not isinstance(ast, Call):
        return ast
    parts = tuple(_settled(one) for one in ast.arguments)
    if ast.name in ("and", "or"):
        decides, adds_nothing = (_FALSE, _TRUE) if ast.name == "and" else (_TRUE, _FALSE)
        left = tuple(one for one in parts if one != adds_nothing)
        if decides in left or not left:
            return decides if left else adds_nothing
        return left[0] if len(left) == 1 else Call(ast.name, left)
    if ast.name in ("<", "<=", ">", ">=") and Text("") in parts:
        return _FALSE
    if ast.name in ("=", "!=") and all(isinstance(one, Text) for one in parts):
        return _TRUE if (parts[0] == parts[1]) is (ast.name == "=") else _FALSE
    return Call(ast.name, parts)


def _narrowed(tree: Tree) -> Tree:
    """Work out the parts of a condition that are certain already."""
    name, parts = arguments_of(tree)
    if name == "not":
        inner = _narrowed(parts[0])
        return not inner if isinstance(inner, bool) else {"not": [inner]}
    if name not in ("and", "or"):
        return tree
    left = [one for one in map(_narrowed, parts) if one is not (name == "and")]
    if (name == "or") in [one for one in left if isinstance(one, bool)]:
        return name == "or"
    return left[0] if len(left) == 1 else {name: left} if left else name == "and"
