"""Who waits at a screen never takes the last thread for pages; who works in the background waits its turn."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from portal.documents import errors, pool, turns
from portal.documents.errors import Busy, DocumentError, RenderTimeout
from tests.documents.sample import MADE, tiny

HEADER = {"created": MADE.isoformat(), "attachments": [], "assets": []}
ENDLESS = tiny("<p>" + "woord " * 900_000).encode()
SHORT = tiny("<p>kort</p>").encode()


@pytest.fixture
def narrow() -> Iterator[pool.Pool]:
    """A pool of one child that lets two screens in."""
    made, before = pool.Pool(1), turns._most_hurried
    turns.configure(2)
    made.run("render", HEADER, [SHORT], limit=60)
    yield made
    turns.configure(before)
    made.close()


def at_a_screen(made: pool.Pool, page: bytes, limit: float, *, look: bool = False) -> object:
    def ask() -> object:
        turns.hurry()
        return made.run("render", HEADER, [page], limit=limit, look=look)

    return copy_context().run(ask)


def test_a_screen_is_turned_away_at_once_and_a_job_waits(narrow: pool.Pool) -> None:
    with ThreadPoolExecutor(3) as threads:
        hanging = threads.submit(at_a_screen, narrow, ENDLESS, 2)
        waiting = threads.submit(at_a_screen, narrow, SHORT, 60)
        waiting_from(narrow, 2)
        begin = time.monotonic()
        with pytest.raises(Busy):
            at_a_screen(narrow, SHORT, 60)
        assert time.monotonic() - begin < 2, "long before the one in front is done"
        job = threads.submit(narrow.run, "render", HEADER, [SHORT], limit=60)
        with pytest.raises(RenderTimeout):
            hanging.result()
        assert waiting.result() and job.result()
    assert not narrow._turns._here
    assert at_a_screen(narrow, SHORT, 60)


def test_a_look_that_waits_makes_room_for_a_document_and_for_a_newer_look(narrow: pool.Pool) -> None:
    turns.configure(3)
    with ThreadPoolExecutor(5) as threads:
        hanging = threads.submit(at_a_screen, narrow, ENDLESS, 2)
        waiting_from(narrow, 1)
        left = threads.submit(at_a_screen, narrow, SHORT, 60, look=True)
        waiting_from(narrow, 2)
        newer = threads.submit(at_a_screen, narrow, SHORT, 60, look=True)
        waiting_from(narrow, 3)
        document = threads.submit(at_a_screen, narrow, SHORT, 60)
        with pytest.raises(Busy):
            left.result(timeout=1)
        with pytest.raises(RenderTimeout):
            hanging.result()
        assert newer.result() and document.result()
    assert not narrow._turns._here


def test_looks_leave_one_place_to_documents(narrow: pool.Pool) -> None:
    with ThreadPoolExecutor(3) as threads:
        drawing = threads.submit(at_a_screen, narrow, ENDLESS, 2, look=True)
        waiting_from(narrow, 1)
        with pytest.raises(Busy):
            at_a_screen(narrow, SHORT, 60, look=True)
        document = threads.submit(at_a_screen, narrow, SHORT, 60)
        with pytest.raises(RenderTimeout):
            drawing.result()
        assert document.result()


def waiting_from(made: pool.Pool, count: int) -> None:
    """Wait until *count* screens were let in."""
    while len(made._turns._here) < count:
        time.sleep(0.01)


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
