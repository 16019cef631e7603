"""XLSForm expressions become closed trees of the engine; what has no counterpart is refused with its reason."""

from __future__ import annotations

from collections.abc import Callable

from forms.expressions.tree import ARITY, as_date, faults_of
from forms.xlsform.dates import written_date
from forms.xlsform.known import Known, Scope, Tree, literal, number
from forms.xlsform.parse import Ast, Call, Cannot, Column, Number, Own, Ref, Text, parse

_COMPARE = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def condition(text: str, scope: Scope) -> Tree:
    """Translate an expression that is true or false."""
    return sound(truth(parse(text), scope))


def type_of(text: str, scope: Scope) -> str:
    """Name the type of what an expression gives, "any" when that is not known."""
    return _type(parse(text), scope)


def value(text: str, scope: Scope) -> Tree:
    """Translate an expression that gives a value."""
    return sound(_value(parse(text), scope))


def sound(tree: Tree) -> Tree:
    """Return *tree*; Cannot when it is larger or deeper than the engine takes."""
    if faults_of(tree):
        raise Cannot("De uitdrukking is te groot of te diep genest.")
    return tree


def truth(ast: Ast, scope: Scope) -> Tree:
    """Translate what is taken for true or false."""
    if isinstance(ast, Column):
        raise Cannot("Hier hoort een vraag te staan.")
    if isinstance(ast, Text | Number):
        return bool(ast.value.strip("0.")) if isinstance(ast, Number) else bool(ast.value)
    if isinstance(ast, Ref | Own):
        return _read(ast, scope) if _type(ast, scope) == "bool" else {"not": [{"empty": [_read(ast, scope)]}]}
    if ast.name in ("and", "or"):
        return {ast.name: [truth(one, scope) for one in ast.arguments]}
    if ast.name in ("not", "boolean"):
        inner = truth(_one(ast), scope)
        return {"not": [inner]} if ast.name == "not" else inner
    if ast.name == "if" and len(ast.arguments) == 3:
        return {"if": [truth(one, scope) for one in ast.arguments]}
    found = _value(ast, scope)
    kind = _type(ast, scope)
    if kind == "bool" or isinstance(found, bool):
        return found
    return {"!=": [found, 0]} if kind == "number" else {"not": [{"empty": [found]}]}


def _value(ast: Ast, scope: Scope) -> Tree:
    if isinstance(ast, Column):
        raise Cannot("Hier hoort een vraag te staan.")
    if isinstance(ast, Text):
        return ast.value
    if isinstance(ast, Number):
        return number(ast.value)
    if isinstance(ast, Ref | Own):
        return _read(ast, scope)
    if ast.name in _COMPARE:
        return _comparison(ast, scope)
    if ast.name in ("and", "or", "not", "boolean"):
        return truth(ast, scope)
    made = _FUNCTIONS.get(ast.name)
    if made is None:
        name = ast.name if ast.name in ("div", "mod") else f"{ast.name[:40]}()"
        raise Cannot(f"{name} hoort niet bij het profiel.")
    return made(ast, scope)


def _read(ast: Ast, scope: Scope) -> Tree:
    known = scope.find(ast)
    if known is None:
        raise Cannot("Hier hoort een vraag te staan.")
    if known.tree is not None:
        return known.tree
    if known.type == "nothing":
        raise Cannot(f"‘{known.id}’ heeft geen antwoord.")
    if known.groups != scope.groups[: len(known.groups)]:
        raise Cannot(f"‘{known.id}’ staat in een herhaling.")
    return {"var": known.id}


def _comparison(ast: Call, scope: Scope) -> Tree:
    left, right = ast.arguments
    equal = ast.name in ("=", "!=")
    if equal and isinstance(left, Text) and isinstance(right, Text | Number):
        return (left.value == right.value) is (ast.name == "=")
    for one, other in ((left, right), (right, left)):
        if equal and one == Text("") and not isinstance(other, Text):
            found = {"empty": [_value(other, scope)]}
            return found if ast.name == "=" else {"not": [found]}
        known = scope.find(other)
        if equal and known is not None and known.type == "list" and isinstance(one, Text | Number):
            chosen = [literal(Text(word), known) for word in one.value.split()]
            many = {"==": [{"length": [_read(other, scope)]}, len(chosen)]}
            alone = {"and": [*({"has": [_read(other, scope), key]} for key in chosen), many]}
            return alone if ast.name == "=" else {"not": [alone]}
    if not equal:
        for one in (left, right):
            known = scope.find(one) if isinstance(one, Ref | Own) else None
            if known is not None and known.numbers:
                sides = [_amount(side, scope) if side is one else _number_beside(side, scope) for side in (left, right)]
                return {_COMPARE[ast.name]: sides}
        sides = [_counting(one, other, scope) for one, other in ((left, right), (right, left))]
        return {
            _COMPARE[ast.name]: [
                _day_beside(side, one, other, scope)
                for side, one, other in zip(sides, (left, right), (right, left), strict=True)
            ]
        }
    return {_COMPARE[ast.name]: [_beside(left, right, scope), _beside(right, left, scope)]}


def _counting(ast: Ast, other: Ast, scope: Scope) -> Tree:
    """Translate one side of an order; a text that is compared with a number is read as a number."""
    if isinstance(ast, Ref | Own) and _type(ast, scope) == "text" and _type(other, scope) == "number":
        return {"number": [_read(ast, scope)]}
    if isinstance(ast, Number) and _type(other, scope) == "text":
        return number(ast.value)
    return _beside(ast, other, scope)


def _day_beside(tree: Tree, ast: Ast, other: Ast, scope: Scope) -> Tree:
    """Take the day of a moment that is compared with a day."""
    days = _type(ast, scope) == "moment" and _type(other, scope) == "date"
    return {"date_of": [tree]} if days else tree


def _number_beside(ast: Ast, scope: Scope) -> Tree:
    return literal(ast, Known("", "number")) if isinstance(ast, Text | Number) else _amount(ast, scope)


def _beside(ast: Ast, other: Ast, scope: Scope) -> Tree:
    """Translate one side of a comparison; a constant takes the type of what it is compared with."""
    constant = ast
    negative = isinstance(ast, Call) and ast.name == "negative" and isinstance(ast.arguments[0], Number)
    if isinstance(ast, Call) and ast.name in ("true", "false") and not ast.arguments:
        return ast.name == "true"
    if negative or not isinstance(constant, Text | Number):
        return _value(ast, scope)
    known = scope.find(other)
    return literal(constant, known or Known("", _type(other, scope)))


def _one(ast: Call) -> Ast:
    if len(ast.arguments) != 1:
        raise Cannot(f"{ast.name[:40]}() krijgt hier niet het goede aantal waarden.")
    return ast.arguments[0]


def _type(ast: Ast, scope: Scope) -> str:
    if isinstance(ast, Ref | Own):
        known = scope.find(ast)
        return known.type if known else "any"
    if isinstance(ast, Column):
        return "text"
    if isinstance(ast, Text | Number):
        return "text" if isinstance(ast, Text) else "number"
    if ast.name in ("if", "coalesce", "number", "string", "once") and ast.arguments:
        return "number" if ast.name == "number" else _type(ast.arguments[-1], scope)
    if ast.name in ("+", "-") and not _days(ast, scope) and _dayish(ast, scope):
        return "date"
    if ast.name == "format-date" and isinstance(ast.arguments[-1], Text) and len(ast.arguments[-1].value) > 2:
        return "text"
    return _TYPES.get(ast.name, "any")


def _days(ast: Call, scope: Scope) -> bool:
    return len(ast.arguments) == 2 and all(_dayish(one, scope) for one in ast.arguments)


def _dayish(ast: Ast, scope: Scope) -> bool:
    if isinstance(ast, Ref | Own):
        return _type(ast, scope) in ("date", "moment")
    if isinstance(ast, Call) and ast.name in ("+", "-"):
        return sum(_dayish(one, scope) for one in ast.arguments) == 1
    return isinstance(ast, Call) and ast.name in ("today", "now", "date", "date-time", "decimal-date-time")


# Functions, each with what it becomes.


def _amount(ast: Ast, scope: Scope) -> Tree:
    """Translate what is calculated with; a choice among numbers counts for the number of its name."""
    known = scope.find(ast) if isinstance(ast, Ref | Own) else None
    if known is None or not known.numbers:
        return _value(ast, scope)
    tree: Tree = None
    for key, found in reversed(list(known.numbers.items())):
        tree = {"if": [{"==": [_read(ast, scope), key]}, found, tree]}
    return tree


def _plain(operator: str, reads: Callable[[Ast, Scope], Tree] = _value) -> Callable[[Call, Scope], Tree]:
    """Make the translation of a function that has an operator with the same arguments."""

    def made(ast: Call, scope: Scope) -> Tree:
        if operator not in ARITY:
            raise Cannot(f"{ast.name} hoort niet bij het profiel.")
        low, high = ARITY[operator]
        if not low <= len(ast.arguments) <= high:
            raise Cannot(f"{ast.name} krijgt hier niet het goede aantal waarden.")
        return {operator: [reads(one, scope) for one in ast.arguments]}

    return made


def _minus(ast: Call, scope: Scope) -> Tree:
    if _days(ast, scope):
        later, earlier = (_moment(one, scope) for one in ast.arguments)
        return {"days_between": [earlier, later]}
    left, right = ast.arguments
    if _dayish(left, scope) and not _dayish(right, scope):
        amount = _value(right, scope)
        back = -amount if type(amount) is int else {"-": [0, amount]}
        return {"date_add": [_moment(left, scope), back, "days"]}
    return _plain("-", _amount)(ast, scope)


def _plus(ast: Call, scope: Scope) -> Tree:
    days = [one for one in ast.arguments if _dayish(one, scope)]
    if not days:
        return _plain("+", _amount)(ast, scope)
    if len(days) > 1 or len(ast.arguments) > 2:
        raise Cannot("Een datum met meer dan één aantal optellen hoort niet bij het profiel.")
    (amount,) = (one for one in ast.arguments if one is not days[0])
    return {"date_add": [_moment(days[0], scope), _value(amount, scope), "days"]}


def _moment(ast: Ast, scope: Scope) -> Tree:
    if isinstance(ast, Call) and ast.name == "decimal-date-time":
        return _moment(_one(ast), scope)
    tree = _date(ast, scope) if isinstance(ast, Text) else _value(ast, scope)
    return {"date_of": [tree]} if isinstance(ast, Ref | Own) and _type(ast, scope) == "moment" else tree


def _date(ast: Ast, scope: Scope) -> Tree:
    inner = _one(ast) if isinstance(ast, Call) else ast
    if not isinstance(inner, Text):
        return _value(inner, scope)
    if not as_date(inner.value[:10]):
        raise Cannot(f"‘{inner.value[:40]}’ is geen datum zoals 2026-03-01.")
    return {"date": inner.value[:10]}


def _negative(ast: Call, scope: Scope) -> Tree:
    inner = ast.arguments[0]
    return number(inner.value, True) if isinstance(inner, Number) else {"-": [0, _value(inner, scope)]}


def _selected(ast: Call, scope: Scope) -> Tree:
    if len(ast.arguments) != 2:
        raise Cannot("selected() krijgt een vraag en een antwoord.")
    known = scope.find(ast.arguments[0])
    if known is None or known.type not in ("list", "choice", "bool"):
        raise Cannot("selected() gaat over een vraag met antwoorden om te kiezen.")
    wanted = ast.arguments[1]
    chosen = literal(wanted, known) if isinstance(wanted, Text | Number) else _value(wanted, scope)
    return {"has" if known.type == "list" else "==": [_read(ast.arguments[0], scope), chosen]}


def _count(ast: Call, scope: Scope) -> Tree:
    known = scope.find(_one(ast))
    group = known.id if known and known.type == "rows" else known.groups[-1] if known and known.groups else ""
    if not group:
        raise Cannot("count() gaat over een herhaling.")
    return {"count": [{"var": group}]}


def _sum(ast: Call, scope: Scope) -> Tree:
    known = scope.find(_one(ast))
    if known is None or not known.groups:
        raise Cannot("sum() gaat over een vraag in een herhaling.")
    return {"sum": [{"var": known.groups[-1]}, {"var": known.id}]}


def _extreme(ast: Call, scope: Scope) -> Tree:
    if len(ast.arguments) == 1:
        known = scope.find(ast.arguments[0])
        if known and known.groups and known.groups != scope.groups[: len(known.groups)]:
            return {f"{ast.name}_over": [{"var": known.groups[-1]}, {"var": known.id}]}
    return _plain(ast.name, _amount)(ast, scope)


def _as_number(ast: Call, scope: Scope) -> Tree:
    inner = _one(ast)
    found = _amount(inner, scope)
    return {"number": [found]} if found == _value(inner, scope) and _type(inner, scope) in ("text", "choice") else found


def _matches(ast: Call, scope: Scope) -> Tree:
    if len(ast.arguments) != 2 or not isinstance(ast.arguments[1], Text):
        raise Cannot("regex() krijgt een vraag en een patroon tussen aanhalingstekens.")
    tree = {"matches": [_value(ast.arguments[0], scope), ast.arguments[1].value]}
    if faults_of(tree):
        raise Cannot("Dit patroon kent het formulier niet.")
    return tree


def _formatted(ast: Call, scope: Scope) -> Tree:
    pattern = ast.arguments[1] if len(ast.arguments) == 2 else None
    found = written_date(_moment(ast.arguments[0], scope), pattern.value) if isinstance(pattern, Text) else None
    if found is None:
        raise Cannot("format-date() kent hier %Y, %y, %m, %n, %d en %e.")
    return found


def _power(ast: Call, scope: Scope) -> Tree:
    power = ast.arguments[1] if len(ast.arguments) == 2 else None
    if not isinstance(power, Number) or power.value not in ("1", "2", "3", "4"):
        raise Cannot("pow() kent hier alleen de machten 1 tot en met 4.")
    return {"*": [_amount(ast.arguments[0], scope)] * int(power.value) + [1] * (power.value == "1")}


def _filled_in(ast: Call, scope: Scope) -> Tree:
    known = scope.find(_one(ast))
    if known is None or not known.groups:
        raise Cannot("count-non-empty() gaat over een vraag in een herhaling.")
    return {"count_if": [{"var": known.groups[-1]}, {"answered": [{"var": known.id}]}]}


def _length(ast: Call, scope: Scope) -> Tree:
    return {"length": [_value(_one(ast) if ast.arguments else Own(), scope)]}


def _branch(ast: Call, scope: Scope) -> Tree:
    if len(ast.arguments) != 3:
        raise Cannot("if() krijgt een voorwaarde en twee waarden.")
    test, then, other = ast.arguments
    return {"if": [truth(test, scope), _value(then, scope), _value(other, scope)]}


def _constant(found: Tree) -> Callable[[Call, Scope], Tree]:
    return lambda ast, scope: found


def _inner(ast: Call, scope: Scope) -> Tree:
    return _value(_one(ast), scope)


_FUNCTIONS: dict[str, Callable[[Call, Scope], Tree]] = {
    "true": _constant(True), "false": _constant(False), "today": _constant({"today": []}), "now": _constant({"today": []}),
    "+": _plus, "-": _minus, "*": _plain("*", _amount), "div": _plain("/", _amount), "mod": _plain("mod", _amount), "negative": _negative,
    "selected": _selected, "count-selected": _length, "string-length": _length, "count": _count, "sum": _sum,
    "min": _extreme, "max": _extreme, "if": _branch, "coalesce": _plain("coalesce"), "number": _as_number,
    "string": _inner, "date": _date, "date-time": _date, "decimal-date-time": _moment,
    "regex": _matches, "concat": _plain("concat"), "contains": _plain("contains"), "starts-with": _plain("starts_with"),
    "ends-with": _plain("ends_with"), "round": _plain("round"), "int": _plain("floor"), "abs": _plain("abs"),
    "position": _plain("position"), "upper-case": _plain("upper"), "lower-case": _plain("lower"),
    "format-date": _formatted, "once": _inner, "pow": _power, "count-non-empty": _filled_in,
}  # fmt: skip
_TYPES = {
    "true": "bool", "false": "bool", "and": "bool", "or": "bool", "not": "bool", "boolean": "bool", "=": "bool",
    "!=": "bool", "<": "bool", "<=": "bool", ">": "bool", ">=": "bool", "selected": "bool", "contains": "bool",
    "starts-with": "bool", "regex": "bool", "+": "number", "-": "number", "*": "number", "div": "number",
    "mod": "number", "negative": "number", "count": "number", "sum": "number", "min": "number", "max": "number",
    "count-selected": "number", "string-length": "number", "int": "number", "round": "number", "today": "date",
    "now": "date", "date": "date", "date-time": "date", "concat": "text",
    "ends-with": "bool", "abs": "number", "pow": "number", "count-non-empty": "number", "position": "number", "format-date": "number", "upper-case": "text",
    "lower-case": "text",
}  # fmt: skip
