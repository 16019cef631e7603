"""One agreement as PDF, warm: ours (child process, PDF/A-3a and PDF/UA-1, content attached) beside bare WeasyPrint."""

from __future__ import annotations

import logging
import statistics
import time
from collections.abc import Callable
from typing import Any

from portal.agreements.printing import agreement_html, agreement_pdf
from portal.documents.render import SHEET
from tests.builders.agreements import make_content


def run(rounds: int) -> dict[str, Any]:
    """Measure wall-clock seconds per document; print and return medians and ratios."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    content = make_content()
    html, sheet = agreement_html(content), SHEET.read_text()

    def bare(**options: Any) -> bytes:
        fonts = FontConfiguration()
        made: bytes = HTML(string=html).write_pdf(
            stylesheets=[CSS(string=sheet, font_config=fonts)], font_config=fonts, **options
        )
        return made

    ways: dict[str, Callable[[], bytes]] = {
        "bare WeasyPrint": bare,
        "bare, tagged": lambda: bare(pdf_variant="pdf/ua-1"),
        "ours, with all checks": lambda: agreement_pdf(content),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    sizes = {name: len(way()) for name, way in ways.items()}
    for _ in range(rounds):
        for name, way in ways.items():
            begin = time.perf_counter()
            way()
            seconds[name].append(time.perf_counter() - begin)
    floor = statistics.median(seconds["bare WeasyPrint"])
    print("\nOne agreement as PDF, warm, by the clock\n")
    rows = []
    for name, measured in seconds.items():
        median = statistics.median(measured)
        rows.append({"way": name, "s": round(median, 3), "ratio": round(median / floor, 2), "kB": round(sizes[name] / 1000)})
        print(f"{name:22}{median:>8.2f} s{median / floor:>7.2f}x{sizes[name] / 1000:>8.0f} kB")
    return {"rows": rows}
