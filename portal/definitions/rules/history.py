"""Which edit is undone next, and which is done again: computed from the append-only list of edits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

DO, UNDO, REDO = "do", "undo", "redo"


@dataclass(frozen=True, slots=True)
class Stacks:
    """Revisions that can be undone and done again, the next one last."""

    done: tuple[int, ...] = ()
    undone: tuple[int, ...] = ()


def stacks(edits: Iterable[tuple[int, str, int | None]]) -> Stacks:
    """Read (revision, act, target) in order; a new edit makes what was undone unreachable.

    >>> stacks([(1, "do", None), (2, "do", None), (3, "undo", 2)])
    Stacks(done=(1,), undone=(2,))
    """
    done: list[int] = []
    undone: list[int] = []
    for revision, act, target in edits:
        if act == DO:
            done.append(revision)
            undone.clear()
        elif act == UNDO and target is not None:
            done.remove(target)
            undone.append(target)
        elif act == REDO and target is not None:
            undone.remove(target)
            done.append(target)
    return Stacks(tuple(done), tuple(undone))
