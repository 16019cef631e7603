"""Requests straight into a WSGI application, interleaved, measured in CPU time of this process."""

from __future__ import annotations

import gc
import io
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
    statements: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def times(self, base: Probe) -> float:
        """Return the median of how many times *base* this took, round by round: a slow moment slows both."""
        return statistics.median(mine / other for mine, other in zip(self.seconds, base.seconds, strict=True))


def request_to(app: Any, path: str, cookie: str = "", form: Any = None, expect: str = "200") -> Call:
    """Return a function that asks *app* for *path* and returns the number of bytes it got; with *form* it is a POST."""
    address, _, query = path.partition("?")
    builder = EnvironBuilder(
        path=address, query_string=query, base_url="http://127.0.0.1", method="POST" if form else "GET", data=form
    )
    environ = builder.get_environ()
    sent = environ["wsgi.input"].read()
    if cookie:
        environ["HTTP_COOKIE"] = cookie

    def call() -> int:
        status: list[str] = []
        asked = {**environ, "wsgi.input": io.BytesIO(sent)}
        body = app(asked, lambda s, _h, _e=None: status.append(s))
        size = sum(len(part) for part in body)
        if hasattr(body, "close"):
            body.close()
        if not status[0].startswith(expect):
            raise RuntimeError(f"{path}: {status[0]}")
        return size

    return call


def measure(probes: list[Probe], rounds: int, repeat: int) -> None:
    """Measure all probes *rounds* times: request by request in turn, in a new order each time, *repeat* times over."""
    rng = random.Random(1)
    for probe in probes:
        for _ in range(3):
            probe.bytes = probe.call()
    gc.collect()
    gc.freeze()  # what is loaded stays; nobody pays for collecting it again
    order = list(probes)
    for _ in range(rounds):
        spent = dict.fromkeys(map(id, probes), 0.0)
        gc.collect()
        for _ in range(repeat):
            rng.shuffle(order)
            for probe in order:
                begin = time.process_time()
                probe.call()
                spent[id(probe)] += time.process_time() - begin
        for probe in probes:
            probe.seconds.append(spent[id(probe)] / repeat)


@dataclass(frozen=True)
class Goal:
    """A figure beside the most it may be; the worst of all measured counts."""

    name: str
    most: float
    worst: float

    @property
    def met(self) -> bool:
        return self.worst <= self.most


def told(goals: list[Goal]) -> list[dict[str, Any]]:
    """Print which goals are met, and return them as JSON."""
    print()
    for goal in goals:
        print(f"{'met    ' if goal.met else 'NOT met'}  {goal.name}: at most {goal.most:g}, worst {goal.worst:g}")
    return [{"goal": goal.name, "most": goal.most, "worst": goal.worst, "met": goal.met} for goal in goals]
