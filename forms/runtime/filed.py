"""Files of a page: which stand, which came with it, which were taken away, and the words that go with each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from forms.kinds.files import LONGEST_CAPTION, Files
from forms.kinds.guard import clean_text
from forms.kinds.registry import AnswerFault

if TYPE_CHECKING:
    from forms.runtime.posted import Posted

KEPT = "__kept"
"""Behind the name of a question: a file that stood with it when the page was made. In a row it says whose file it is,
since rows are numbered anew when one falls away."""

GONE = "__remove"
CAPTION = "__caption-"

Reference = dict[str, Any]


def files_in(answer: Any) -> Iterator[Reference]:
    """Yield every file that an answer names, inside rows too."""
    if isinstance(answer, dict):
        if isinstance(answer.get("file"), str):
            yield answer
        else:
            for inner in answer.values():
                yield from files_in(inner)
    elif isinstance(answer, list):
        for inner in answer:
            yield from files_in(inner)


def standing(name: str, posted: Posted, stood: Any, group: Any = None) -> list[Reference]:
    """Return the files a question had before: *stood*, or in a row those of its *group* that the page says are its own."""
    listed = list(stood) if isinstance(stood, list) else []
    if group is None or not (name + KEPT in posted or _asked(name, posted)):
        return listed
    known = {one["file"]: one for one in files_in(group)}
    return [known[id_] for id_ in dict.fromkeys(posted.getlist(name + KEPT)) if id_ in known]


def filed(
    one: Files, name: str, posted: Posted, stood: Any, group: Any = None
) -> tuple[list[Reference] | None, AnswerFault | None]:
    """Return the files of a question after a page was posted, and what is wrong with the words of one, if anything.

    Words that are faulty leave those that stood.
    """
    found: list[Reference] = []
    fault = None
    for kept in _present(name, posted, stood, group):
        if one.captions:
            try:
                kept = _captioned(kept, name, posted)
            except AnswerFault as wrong:
                fault = wrong
        found.append(kept)
    return found or None, fault


def redrawn(name: str, posted: Posted, stood: Any, group: Any = None) -> list[Reference] | None:
    """Return the files of a question for the page that comes back, each with the words as typed."""
    found = []
    for kept in _present(name, posted, stood, group):
        typed = posted.getlist(f"{name}{CAPTION}{kept['file']}")
        found.append({**kept, "caption": typed[0][: LONGEST_CAPTION * 5]} if typed else kept)
    return found or None


def held(name: str, posted: Posted, answers: Mapping[str, Any]) -> int:
    """Tell how many files the question called *name* has, in a row or not, less those that were taken away."""
    top, _, inner = name.partition("-")
    return len(_present(name, posted, None if inner else answers.get(top), answers.get(top, []) if inner else None))


def _present(name: str, posted: Posted, stood: Any, group: Any) -> list[Reference]:
    gone = set(posted.getlist(name + GONE))
    listed = [*standing(name, posted, stood, group), *posted.files.get(name, ())]
    return [one for one in {one["file"]: one for one in listed}.values() if one["file"] not in gone]


def _captioned(kept: Mapping[str, Any], name: str, posted: Posted) -> Reference:
    typed = posted.getlist(f"{name}{CAPTION}{kept['file']}")
    if not typed:
        return dict(kept)
    words = clean_text(typed[0], LONGEST_CAPTION, lines=False)
    plain = {key: value for key, value in kept.items() if key != "caption"}
    return {**plain, "caption": words} if words else plain


def _asked(name: str, posted: Posted) -> bool:
    return f"{name}__asked" in posted
