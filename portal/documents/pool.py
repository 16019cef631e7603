"""A small pool of killable children, safe for many threads: started on first use, killed on time-out, recycled."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from portal.documents import fonts, frames
from portal.documents.errors import (
    ChildFailed,
    DocumentError,
    PdfUnavailable,
    RenderRefused,
    RenderTimeout,
    Unreadable,
)
from portal.documents.turns import Ticket, Turns

log = logging.getLogger(__name__)

START_LIMIT = 60.0
LIMIT = 8.5
RECYCLE_AFTER = 200
CHUNK = 1 << 20
STARVED = 0.12
"""A child that got less than this share of a processor, too little for one short document, is waited for twice as long again."""
RAISED: dict[str, type[DocumentError]] = {
    kind.__name__: kind for kind in (RenderRefused, RenderTimeout, ChildFailed, Unreadable)
}
STRANGERS_MEMORY = 1 << 30


class Child:
    """One child process and the pipes to it; *memory* bounds its address space, in bytes, below what all children have."""

    def __init__(self, memory: int = 0) -> None:
        root = str(Path(__file__).resolve().parents[2])
        self.work_done = 0
        self.missing: str | None = None
        self._waiting: deque[memoryview] = deque()
        self._received = bytearray()
        # The environment is built, not inherited: no key or password of the server reaches a document.
        self.process = subprocess.Popen(  # noqa: S603 - our own program and a number
            [sys.executable, "-m", "portal.documents.child", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=root,
            start_new_session=True,
            env={
                "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1",
                "HOME": tempfile.gettempdir(), "TMPDIR": tempfile.gettempdir(), "PYTHONWARNINGS": "ignore",
                "FONTCONFIG_FILE": str(fonts.configuration()),
            },
        )  # fmt: skip
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._input, self._output = self.process.stdin.fileno(), self.process.stdout.fileno()
        os.set_blocking(self._input, False)
        os.set_blocking(self._output, False)

    def ask(self, header: frames.Header, blobs: Sequence[bytes], limit: float) -> tuple[frames.Header, list[bytes]]:
        """Send one piece of work and wait for its answer, `limit` seconds at most.

        Raises RenderTimeout or ChildFailed when the child must be thrown away.
        """
        if self.missing is None:
            ready, _ = self._exchange([], time.monotonic() + START_LIMIT)
            self.missing = str(ready.get("missing", ""))
        self.work_done += 1
        begun = self._processor_seconds()
        try:
            return self._exchange(frames.pack({**header, "limit": limit}, blobs), time.monotonic() + limit)
        except RenderTimeout:
            if self._processor_seconds() - begun > limit * STARVED:
                raise
        # The machine was too busy to give the child its time: that is no fault of the document.
        return self._exchange([], time.monotonic() + limit * 2)

    def _processor_seconds(self) -> float:
        """How much processor time the child has used; 0 where the system does not tell."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return 0.0

    def _exchange(self, parts: list[bytes], deadline: float) -> tuple[frames.Header, list[bytes]]:
        self._waiting.extend(memoryview(part) for part in parts if part)
        waiting, received = self._waiting, self._received
        wanted, head_size = frames.PREFIX.size, -1
        if len(received) >= frames.PREFIX.size:
            body_size, head_size = frames.PREFIX.unpack_from(received)
            wanted = frames.PREFIX.size + head_size + body_size
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            if waiting:
                selector.register(self._input, selectors.EVENT_WRITE)
            while len(received) < wanted:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise RenderTimeout("the document took too long and was stopped")
                for key, _ in selector.select(left):
                    if key.fd == self._output:
                        self._receive(received, wanted)
                        if head_size < 0 and len(received) >= frames.PREFIX.size:
                            body_size, head_size = frames.PREFIX.unpack_from(received)
                            wanted = frames.PREFIX.size + head_size + body_size
                            if wanted > frames.LARGEST:
                                raise ChildFailed("the answer is too large")
                    elif not self._send(waiting):
                        selector.unregister(self._input)
        start = frames.PREFIX.size + head_size
        answer = frames.unpack(bytes(received[frames.PREFIX.size : start]), bytes(received[start:]))
        received.clear()
        return answer

    def _receive(self, received: bytearray, wanted: int) -> None:
        with contextlib.suppress(BlockingIOError):
            part = os.read(self._output, min(CHUNK, max(wanted - len(received), 1)))
            if not part:
                raise ChildFailed(f"the child stopped ({self.process.wait()})", died=True)
            received += part

    def _send(self, waiting: deque[memoryview]) -> bool:
        """Send what the pipe takes; tell whether more is waiting."""
        try:
            sent = os.write(self._input, waiting[0][:CHUNK])
        except BlockingIOError:
            return True
        except BrokenPipeError as error:
            raise ChildFailed("the child stopped", died=True) from error
        rest = waiting.popleft()[sent:]
        if rest:
            waiting.appendleft(rest)
        return bool(waiting)

    def end(self) -> None:
        """Kill the child and everything it may have started, and collect it."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self.process.wait()


class Pool:
    """At most `size` children at work; who finds none free waits its turn."""

    def __init__(self, size: int = 2, *, memory: int = 0, most_hurried: int = 1_000) -> None:
        self.owner = os.getpid()
        self._memory = memory
        self._turns = Turns(size, most_hurried)
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._closed = False

    def warm(self) -> None:
        """Start one child ahead of the first document."""
        with self._lock:
            if not self._idle:
                self._idle.append(Child(self._memory))

    def run(
        self, work: str, header: frames.Header, blobs: Sequence[bytes] = (), *, limit: float = LIMIT, look: bool = False
    ) -> tuple[frames.Header, list[bytes]]:
        """Have a child do *work*; raises the DocumentError that tells what went wrong.

        A child that died (the machine ran short of memory) is replaced and the work tried once more. Raises Busy at
        once for a thread that serves a screen while too many of them are here; a *look*, which is kept nowhere and
        whose reader may have gone on, makes room while it waits.
        """
        with self._told(), self._turns.admitted(look=look) as ticket:
            try:
                return self._run(ticket, work, header, blobs, limit)
            except ChildFailed as error:
                if not error.died:
                    raise
                return self._run(ticket, work, header, blobs, limit)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DocumentError as error:
            log.warning("a document was not made: %s: %s", type(error).__name__, error)
            raise

    def _run(
        self, ticket: Ticket, work: str, header: frames.Header, blobs: Sequence[bytes], limit: float
    ) -> tuple[frames.Header, list[bytes]]:
        with self._turns.turn(ticket):
            child = self._take()
            try:
                answer, results = child.ask({**header, "work": work}, blobs, limit)
            except BaseException:
                child.end()
                self.warm()  # the replacement loads while the caller handles the error
                raise
            if child.work_done >= RECYCLE_AFTER:
                child.end()
            else:
                self._give_back(child)
        if "error" in answer:
            if answer["error"] == "PdfUnavailable":
                raise PdfUnavailable(str(child.missing))
            raise RAISED.get(str(answer["error"]), ChildFailed)(str(answer["message"]))
        return answer, results

    def _take(self) -> Child:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.process.poll() is None:
                    return child
                child.end()
        return Child(self._memory)

    def _give_back(self, child: Child) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(child)
                return
        child.end()

    def close(self) -> None:
        """End all idle children; those at work end when their work is done."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()


class Strangers(Pool):
    """One child, with less memory, for what anybody may send: no document of ours waits for it."""

    def __init__(self) -> None:
        super().__init__(1, memory=STRANGERS_MEMORY, most_hurried=2)

    def run(
        self, work: str, header: frames.Header, blobs: Sequence[bytes] = (), *, limit: float = LIMIT, look: bool = False
    ) -> tuple[frames.Header, list[bytes]]:
        """Have the child do *work*, counted among all threads that serve screens."""
        with pool()._turns.admitted(look=look):
            return super().run(work, header, blobs, limit=limit, look=look)


_lock = threading.Lock()


@cache
def _pool_of(process: int, kind: type[Pool]) -> Pool:
    made = kind()
    atexit.register(lambda: made.close() if os.getpid() == made.owner else None)
    return made


def pool() -> Pool:
    """The pool of this process; a forked process gets its own."""
    with _lock:
        return _pool_of(os.getpid(), Pool)


def strangers() -> Pool:
    """The child of this process that judges what strangers send."""
    with _lock:
        return _pool_of(os.getpid(), Strangers)
