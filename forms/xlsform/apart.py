"""Reading a workbook in a process of its own, which the clock and the kernel can end."""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from forms.definition.load import BadDefinition, Problem, load
from forms.xlsform.guard import look_at
from forms.xlsform.report import Imported, Line

SECONDS, WORKING_SECONDS, MEMORY = 7, 5, 500 << 20
"""By the clock on the wall, by that of the processor, and in bytes."""

_ROOT = Path(__file__).parents[2]


def read_apart(data: bytes) -> Imported:
    """Read a workbook from outside within seven seconds (five of work) and 500 MB; BadDefinition with reasons when it is refused."""
    if len(data) < 4:
        look_at(data)
    command = [sys.executable, "-m", "forms.xlsform.apart"]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"}
    try:
        ended = subprocess.run(  # noqa: S603 – no word of it comes from outside
            command, input=data, capture_output=True, timeout=SECONDS, env=environment, cwd=_ROOT, check=False
        )
    except subprocess.TimeoutExpired:
        raise BadDefinition([_refused("too_slow", "Het lezen van de werkmap duurt te lang.")]) from None
    if ended.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise BadDefinition([_refused("too_slow", "Het lezen van de werkmap duurt te lang.")])
    if ended.returncode != 0:
        raise BadDefinition([_refused("too_heavy", "De werkmap kost te veel geheugen of is beschadigd.")])
    found = json.loads(ended.stdout)
    problems = [Problem(**one) for one in found["problems"]]
    if found["body"] is None:
        raise BadDefinition(problems)
    return Imported(load(found["body"]), tuple(Line(**one) for one in found["report"]), tuple(problems))


def _refused(code: str, message: str) -> Problem:
    return Problem(code, "werkmap", message, "Kopieer alleen de gevulde rijen naar een nieuwe werkmap.")


def _read_here() -> None:
    """Read a workbook from standard input and write what it says on standard output."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (WORKING_SECONDS, WORKING_SECONDS))
    gc.disable()
    from forms.definition.digest import body_of
    from forms.xlsform.report import as_json
    from forms.xlsform.take import take

    told: dict[str, Any] = {"body": None, "report": []}
    try:
        found = take(sys.stdin.buffer.read())
        told |= {"body": body_of(found.definition), "report": as_json(found.report)}
        problems = found.problems
    except BadDefinition as refused:
        problems = tuple(refused.problems)
    told["problems"] = [vars_of(problem) for problem in problems]
    sys.stdout.buffer.write(json.dumps(told).encode())


def vars_of(problem: Problem) -> dict[str, str]:
    """Return a problem as plain JSON."""
    return {"code": problem.code, "where": problem.where, "message": problem.message, "remedy": problem.remedy}


if __name__ == "__main__":
    _read_here()
