"""What each page of the ceremony is for, in other languages: draft translations that stand beside the Dutch.

They explain what a page is for; what is signed stays the Dutch text, and the page says so.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

Pages = dict[str, tuple[str, ...]]


@cache
def pages(code: str) -> Pages:
    """Return the sentences of every page that is explained in a language."""
    body = json.loads(resources.files(__package__).joinpath(f"{code}.json").read_text("utf-8"))
    return {page: tuple(sentences) for page, sentences in body["pages"].items()}
