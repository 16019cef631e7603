"""The floor of typesetting: typst on the same words in about the same look. A measure beside ours, no part of the product."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from portal.agreements.content import Content, canonical, digest
from portal.documents import drawings, fonts

SOURCE = Path(__file__).with_name("agreement.typ")


@cache
def compiler() -> Any:
    """Load the engine with our fonts and nothing of the machine; None where it is not installed."""
    try:
        import typst as engine  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    return engine.Compiler(SOURCE, root=SOURCE.parent, font_paths=[fonts.FOLDER], ignore_system_fonts=True)


def typst_pdf(content: Content) -> bytes:
    """Set *content* as tagged PDF/A-3a and PDF/UA-1."""
    told = {
        "content": json.loads(canonical(content)),
        "title": f"{content.title} {content.case_reference}, versie {content.version_number}",
        "publisher": content.corporation.name,
        "mark": f"{content.case_reference} · versie {content.version_number}",
        "digest": f"Kenmerk van de inhoud {digest(content)}",
        "drawings": {
            name: (drawings.printed(name) or b"").decode()
            for name in sorted({clause.icon for clause in content.clauses} & set(drawings.LINES))
        },
        "signers": [[signer.name, signer.capacity] for signer in content.signatories],
    }
    made: bytes = compiler().compile(
        format="pdf", sys_inputs={"data": json.dumps(told)}, pdf_standards=["a-3a", "ua-1"],
        timestamp=dt.datetime.combine(content.dated_on, dt.time(), dt.UTC),
    )  # fmt: skip
    return made


def way() -> dict[str, Callable[[Content], bytes]]:
    """Return the way to make a document with typst, or nothing, said in one line."""
    if compiler() is None:
        print("typst is not installed here, so it is not printed beside")
        return {}
    return {"typst, A-3a and UA-1": typst_pdf}
