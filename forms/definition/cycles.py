"""Fields and scores that wait on each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.definition.load import Problem
from forms.definition.messages import problem
from forms.definition.schema import FormDefinition
from forms.expressions.tree import references, scores_in

_DECIDES = {"show_if", "value", "options"}
"""Places whose expression decides what an answer is; the others only judge answers and cannot make a circle."""


def needs(definition: FormDefinition) -> dict[str, set[str]]:
    """Return, for each field and each score as "score:key", what must be known before it can be."""
    found: dict[str, set[str]] = {}
    for page, field, groups in definition.placed():
        wanted = {groups[-1].id} if groups else set[str]()
        trees = [tree for place, tree in field.trees() if place.split(".")[0] in _DECIDES]
        for tree in [*trees, page.show_if] if page.show_if is not None else trees:
            wanted |= references(tree) | {f"score:{key}" for key in scores_in(tree)}
        found[field.id] = wanted
    for score in definition.scores:
        found[f"score:{score.key}"] = {item.field for item in score.items}
    return found


def cycles(definition: FormDefinition) -> Iterator[Problem]:
    """Yield the circles among what fields and scores need."""
    wanted = needs(definition)
    known = {name: sorted((names & wanted.keys()) - {name}) for name, names in wanted.items()}
    done: set[str] = set()
    for start in known:
        yield from _follow(start, known, done)


def _follow(start: str, known: Mapping[str, list[str]], done: set[str]) -> Iterator[Problem]:
    """Walk from *start* without recursion; a step back into the path is a circle."""
    if start in done:
        return
    stack, path = [(start, iter(known[start]))], {start: None}
    while stack:
        node, rest = stack[-1]
        following = next(rest, None)
        if following is None:
            stack.pop()
            path.popitem()
            done.add(node)
        elif following in path:
            names = list(path)
            ids = [*names[names.index(following) :], following]
            yield problem("cycle", following.removeprefix("score:"), ids=" → ".join(ids))
        elif following not in done:
            stack.append((following, iter(known[following])))
            path[following] = None
