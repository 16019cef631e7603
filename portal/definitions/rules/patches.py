"""The difference between two JSON values as a short list of steps that can be done and undone.

A step is `{"at": [path], "old": …, "new": …}` (an absent side means that the key is absent), or for a list
`{"at": [path], "from": index, "out": […], "in": […]}`.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

Step = dict[str, Any]


def difference(before: Any, after: Any) -> list[Step]:
    """Return the steps from *before* to *after*; none when they are the same."""
    steps: list[Step] = []
    _differ(before, after, [], steps)
    return steps


def _differ(before: Any, after: Any, at: list[Any], steps: list[Step]) -> None:
    if _same(before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(name for name in after if name not in before)]:
            if name in before and name in after:
                _differ(before[name], after[name], [*at, name], steps)
            elif name in before:
                steps.append({"at": [*at, name], "old": before[name]})
            else:
                steps.append({"at": [*at, name], "new": after[name]})
    elif isinstance(before, list) and isinstance(after, list):
        _differ_lists(before, after, at, steps)
    else:
        steps.append({"at": at, "old": before, "new": after})


def _differ_lists(before: list[Any], after: list[Any], at: list[Any], steps: list[Step]) -> None:
    most = min(len(before), len(after))
    start = 0
    while start < most and _same(before[start], after[start]):
        start += 1
    end = 0
    while end < most - start and _same(before[-1 - end], after[-1 - end]):
        end += 1
    out, into = before[start : len(before) - end], after[start : len(after) - end]
    if len(out) == len(into) == 1:
        _differ(out[0], into[0], [*at, start], steps)
    else:
        steps.append({"at": at, "from": start, "out": out, "in": into})


def _same(a: Any, b: Any) -> bool:
    """Tell whether two values are equal as JSON: true is not 1."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[name], b[name]) for name in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    return type(a) is type(b) and bool(a == b)


def apply(value: Any, steps: Sequence[Step]) -> Any:
    """Return *value* with *steps* done."""
    result = copy.deepcopy(value)
    for step in steps:
        result = _do(result, copy.deepcopy(step))
    return result


def inverse(steps: Sequence[Step]) -> list[Step]:
    """Return the steps that undo *steps*."""
    return [_turned(step) for step in reversed(steps)]


def _turned(step: Step) -> Step:
    names = {"old": "new", "new": "old", "in": "out", "out": "in"}
    return {names.get(name, name): value for name, value in step.items()}


def _do(result: Any, step: Step) -> Any:
    path = step["at"]
    if "in" in step:
        rows = _reach(result, path)
        rows[step["from"] : step["from"] + len(step["out"])] = step["in"]
        return result
    if not path:
        return step.get("new")
    around = _reach(result, path[:-1])
    if "new" in step:
        around[path[-1]] = step["new"]
    else:
        del around[path[-1]]
    return result


def _reach(value: Any, path: Sequence[Any]) -> Any:
    for part in path:
        value = value[part]
    return value
