"""Who waits at a screen never takes the last thread for pages; who works in the background waits its turn."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from portal.documents import errors, pool
from portal.documents.errors import Busy, DocumentError, RenderTimeout
from tests.documents.sample import MADE, tiny

HEADER = {"created": MADE.isoformat(), "attachments": [], "assets": []}
ENDLESS = tiny("<p>" + "woord " * 900_000).encode()
SHORT = tiny("<p>kort</p>").encode()


@pytest.fixture
def narrow() -> Iterator[pool.Pool]:
    """A pool of one child that lets two screens in."""
    made, before = pool.Pool(1), pool._most_hurried
    pool.configure(2)
    made.run("render", HEADER, [SHORT], limit=60)
    yield made
    pool.configure(before)
    made.close()


def at_a_screen(made: pool.Pool, page: bytes, limit: float) -> object:
    def ask() -> object:
        pool.hurry()
        return made.run("render", HEADER, [page], limit=limit)

    return copy_context().run(ask)


def test_a_screen_is_turned_away_at_once_and_a_job_waits(narrow: pool.Pool) -> None:
    with ThreadPoolExecutor(3) as threads:
        hanging = threads.submit(at_a_screen, narrow, ENDLESS, 3)
        waiting = threads.submit(at_a_screen, narrow, SHORT, 60)
        while narrow._hurried < 2:
            time.sleep(0.01)
        begin = time.monotonic()
        with pytest.raises(Busy):
            at_a_screen(narrow, SHORT, 60)
        assert time.monotonic() - begin < 0.5
        job = threads.submit(narrow.run, "render", HEADER, [SHORT], limit=60)
        with pytest.raises(RenderTimeout):
            hanging.result()
        assert waiting.result() and job.result()
    assert narrow._hurried == 0
    assert at_a_screen(narrow, SHORT, 60)


def test_every_fault_of_a_document_has_a_sentence_and_a_time_to_try_again() -> None:
    from portal.web.errors import MESSAGES

    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DocumentError)]
    assert len(kinds) == 7
    for kind in kinds:
        fault = kind("why")
        assert fault.code in MESSAGES and int(str(fault.params["seconds"])) > 0 and "why" in str(fault)


def test_the_web_process_loads_nothing_that_makes_or_reads_documents() -> None:
    program = (
        "import sys; from portal import stages; import portal.app; stages.load_jobs(); stages.blueprints(); "
        "print(sorted({'weasyprint', 'pydyf', 'pikepdf', 'pypdfium2', 'reportlab', 'PIL'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[]"
