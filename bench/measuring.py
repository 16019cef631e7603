"""Requests straight into a WSGI application, interleaved, measured in CPU time of this process."""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import EnvironBuilder

Call = Callable[[], int]


@dataclass
class Probe:
    """One page to measure; `bytes` and `seconds` are filled while measuring."""

    name: str
    page: str
    size: int
    call: Call
    seconds: list[float] = field(default_factory=list)
    bytes: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def request_to(app: Any, path: str, cookie: str = "") -> Call:
    """Return a function that asks *app* for *path* and returns the number of bytes it got."""
    builder = EnvironBuilder(path=path.partition("?")[0], query_string=path.partition("?")[2], base_url="http://127.0.0.1")
    environ = builder.get_environ()
    if cookie:
        environ["HTTP_COOKIE"] = cookie

    def call() -> int:
        status: list[str] = []
        body = app(dict(environ), lambda s, _h, _e=None: status.append(s))
        size = sum(len(part) for part in body)
        if hasattr(body, "close"):
            body.close()
        if not status[0].startswith("200"):
            raise RuntimeError(f"{path}: {status[0]}")
        return size

    return call


def measure(probes: list[Probe], rounds: int, repeat: int) -> None:
    """Measure every probe *rounds* times in shuffled order, *repeat* requests each time."""
    rng = random.Random(1)
    for probe in probes:
        for _ in range(3):
            probe.bytes = probe.call()
    gc.collect()
    gc.freeze()  # what is loaded stays; every list is measured without paying for collecting it again
    order = list(probes)
    for _ in range(rounds):
        rng.shuffle(order)
        for probe in order:
            gc.collect()
            begin = time.process_time()
            for _ in range(repeat):
                probe.call()
            probe.seconds.append((time.process_time() - begin) / repeat)
