"""One agreement as PDF, its seal, and two workers beside one: ours beside WeasyPrint and pyHanko as their manuals show.

Documents are measured in processor time of this process and of the child that renders, interleaved; every document is
different. The stock sheet has the same look, written without a thought of cost.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import logging
import os
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pypdfium2 import PdfDocument

from bench import seals, typst
from portal.agreements.compose import Head, compose
from portal.agreements.content import Content, canonical, digest
from portal.agreements.printing import agreement_html, agreement_pdf, concept_pictures
from portal.agreements.template import template
from portal.documents import drawings, pool, render
from tests.builders.agreements import FREEZING, make_terms

STOCK = Path(__file__).with_name("stock.css")


def contents(count: int, first: int = 0) -> list[Content]:
    """Return agreements of which no two are the same."""
    return [
        compose(make_terms(), template("voluntary"), Head(f"D-2026-{number:04}", 1, 1, FREEZING))
        for number in range(first, first + count)
    ]


def child_seconds() -> float:
    """Processor time of the children of the pool."""
    total = 0.0
    for child in pool.pool()._idle:
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = Path(f"/proc/{child.process.pid}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def cost(act: Callable[[], object]) -> float:
    """Processor seconds of *act*, here and in the child."""
    begin = time.process_time() + child_seconds()
    act()
    return time.process_time() + child_seconds() - begin


def stock_pdf(content: Content, **options: Any) -> bytes:
    """Render as WeasyPrint's manual shows."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = CSS(string=STOCK.read_text(), font_config=fonts)
    html = agreement_html(content)
    for name in drawings.LINES:  # its own fetcher knows data addresses
        picture = base64.b64encode(drawings.printed(name) or b"").decode()
        html = html.replace(f'"{drawings.SCHEME}{name}"', f'"data:image/svg+xml;base64,{picture}"')
    made: bytes = HTML(string=html).write_pdf(stylesheets=[sheet], font_config=fonts, **options)
    return made


def documents(rounds: int, *, each: int = 4) -> list[dict[str, Any]]:
    """Measure one document each way; *each* documents per round, because the child's clock ticks in hundredths."""
    from portal.documents import fonts

    os.environ["FONTCONFIG_FILE"] = str(fonts.configuration())  # the same fonts for both
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    ways: dict[str, Callable[[Content], bytes]] = {
        "WeasyPrint, tagged": lambda content: stock_pdf(content, pdf_variant="pdf/ua-1"),
        "WeasyPrint, untagged": stock_pdf,
        "ours, A-3a and UA-1, attached": agreement_pdf,
        **typst.way(),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    made = {name: way(contents(1)[0]) for name, way in ways.items()}
    pages = {name: len(PdfDocument(pdf)) for name, pdf in made.items()}
    for number in range(1, rounds + 1):
        batch = contents(each, number * each)
        for name, way in ways.items():

            def run(way: Callable[[Content], bytes] = way, batch: list[Content] = batch) -> None:
                for content in batch:
                    way(content)

            spent[name].append(cost(run) / each)
    floor = spent["WeasyPrint, tagged"]
    print("\nOne agreement as tagged PDF, warm, processor time\n")
    rows = []
    for name, measured in spent.items():
        median, size = statistics.median(measured), len(made[name]) / 1000
        ratio = statistics.median(mine / other for mine, other in zip(measured, floor, strict=True))
        rows.append({"way": name, "s": round(median, 3), "ratio": round(ratio, 2), "kB": round(size), "pages": pages[name]})
        print(f"{name:32}{median:>8.3f} s{ratio:>7.2f}x{size:>8.0f} kB{pages[name]:>4} pages")
    print("goal: ours at most 0.85x, better 0.75x")
    return rows


def around(rounds: int) -> dict[str, float]:
    """Measure what we do around the typesetter (content, digest, page) as a share of a whole document."""
    content = contents(1)[0]
    whole, rest = [], []
    for _ in range(rounds):
        whole.append(cost(lambda: agreement_pdf(content)))
        begin = time.process_time()
        for _ in range(10):
            canonical(content)
            digest(content)
            agreement_html(content)
        rest.append((time.process_time() - begin) / 10)
    share = statistics.median(rest) / statistics.median(whole)
    print(f"\neverything around the typesetter: {share:.2f} of a document (goal: at most 0.15)")
    return {"share": round(share, 3)}


def workers(count: int = 8) -> dict[str, float]:
    """Measure agreements per second by the clock, with one worker and with two."""

    def run(threads: int) -> float:
        batch = [agreement_html(content) for content in contents(count)]
        waiting, lock = list(batch), threading.Lock()

        def work() -> None:
            while True:
                with lock:
                    if not waiting:
                        return
                    html = waiting.pop()
                render.render_pdf(html, created=dt.datetime(2026, 2, 19, tzinfo=dt.UTC))

        crew = [threading.Thread(target=work) for _ in range(threads)]
        begin = time.perf_counter()
        for one in crew:
            one.start()
        for one in crew:
            one.join()
        return count / (time.perf_counter() - begin)

    run(2)  # both children are warm
    ratio = statistics.median(run(2) for _ in range(2)) / statistics.median(run(1) for _ in range(2))
    print(f"two workers beside one: {ratio:.2f}x (goal: at least 1.35x)")
    return {"ratio": round(ratio, 2)}


def preview(rounds: int) -> dict[str, float]:
    """Measure a warm preview, the pictures of all pages: the slowest by the clock, and what it takes of a processor."""
    concept_pictures(contents(1)[0])
    slowest, spent = 0.0, []
    for content in contents(rounds):
        begin = time.perf_counter()
        spent.append(cost(lambda content=content: concept_pictures(content)))  # type: ignore[misc]
        slowest = max(slowest, time.perf_counter() - begin)
    busy = statistics.median(spent)
    print(f"a warm preview: at most {slowest:.2f} s by the clock, {busy:.2f} s of a processor (goal: at most 1 s)")
    return {"s": round(slowest, 2), "busy": round(busy, 2)}


def run(rounds: int) -> dict[str, Any]:
    """Measure everything about documents; print and return the figures."""
    render.warm()
    return {
        "rows": documents(rounds), "around": around(rounds), "preview": preview(rounds), "workers": workers(),
        "seals": seals.run(rounds),
    }  # fmt: skip
