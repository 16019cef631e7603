"""The child process: renders and inspects what strangers wrote. No network, no database, no secrets, limits on all.

Started as `python -m portal.documents.child`; reads frames on standard input and answers on standard output until
that closes.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from portal.documents import frames
from portal.documents.errors import DocumentError, PdfUnavailable, RenderRefused, Unreadable

Work = Callable[[frames.Header, list[bytes]], tuple[frames.Header, list[bytes]]]

# Closed list: what a child can be asked, and the function that does it.
WORK = {
    "render": "portal.documents.render:render_here",
    "inspect": "portal.documents.verify:inspect_here",
    "preview": "portal.documents.preview:preview_here",
    "picture": "portal.documents.images:picture_here",
    "clean": "portal.documents.intake:clean_here",
    "bundle": "portal.documents.bundle:bundle_here",
    "paper": "portal.documents.paper:paper_here",
    "scan": "portal.documents.scans:scan_here",
}
MEMORY = 3 << 30
COLLECT_EVERY = 8
FORBIDDEN = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostby",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "ftplib.",
    "smtplib.",
    "urllib.Request",
    "ctypes.dlopen",
)


def find(name: str) -> Work:
    """Look up the function for *name* of the closed list."""
    module, _, function = WORK[name].partition(":")
    found: Work = getattr(importlib.import_module(module), function)
    return found


def limit_resources() -> None:
    """Bound memory, open files and core dumps for the whole life of this child."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    memory = int(sys.argv[1] if len(sys.argv) > 1 else 0) or MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def limit_cpu(seconds: float) -> None:
    """Let the kernel end this child after *seconds* more of processor time, should nobody else be there to do it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def lock_down() -> None:
    """Refuse, for good, every connection, every new process and every file but those of Python and this package."""
    own = Path(__file__).resolve().parent
    roots: list[str | Path] = [sys.prefix, sys.base_prefix, own, tempfile.gettempdir(), "/usr/share/mime", "/proc/self"]
    roots += ["/usr/share/zoneinfo", *(path for path in sys.path if "site-packages" in path)]
    readable = tuple(str(Path(root).resolve()) + os.sep for root in roots)
    exact = {"/etc/mime.types", "/etc/localtime", "/dev/null", "/dev/urandom", "/etc/timezone"}

    def guard(event: str, arguments: Sequence[object]) -> None:
        if event == "open":
            path = arguments[0]
            if isinstance(path, bytes):
                path = os.fsdecode(path)
            if isinstance(path, str) and path not in exact:
                whole = os.path.realpath(path)
                if whole not in exact and not whole.startswith(readable):
                    raise PermissionError(f"a document may not open {path}")
        elif event.startswith(FORBIDDEN):
            raise PermissionError(f"a document may not do {event}")

    sys.addaudithook(guard)


def preload() -> str:
    """Import what most work needs; return what is missing, or an empty text."""
    with contextlib.suppress(ImportError):  # without it QR codes are not read, and nothing else is lost
        importlib.import_module("zxingcpp")
    try:
        render = importlib.import_module("portal.documents.render")
        render.prepare()
        importlib.import_module("pypdfium2")  # loads its library, which is refused once the child is locked
    except OSError as error:
        return str(error).splitlines()[0]
    return ""


def serve() -> None:
    """Answer frames until standard input closes."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not end up inside a frame
    limit_resources()
    missing = preload()
    lock_down()
    send(answers, {"ready": True, "missing": missing})
    gc.collect()
    gc.freeze()  # what is loaded stays; collecting it again and again cost a sixth of every document
    done = 0
    while frame := frames.read(requests):
        gc.disable()
        header, blobs = frame
        name = str(header["work"])
        limit_cpu(float(header["limit"]))
        try:
            if missing and name == "render":
                raise PdfUnavailable(missing)
            answer, results = find(name)(header, blobs)
        except DocumentError as error:
            answer, results = {"error": type(error).__name__, "message": str(error)}, []
        except MemoryError:
            send(answers, {"error": "ChildFailed", "message": "not enough memory"})
            os._exit(1)
        except Exception as error:
            answer, results = {"error": "ChildFailed", "message": f"{type(error).__name__}: {error}"[:500]}, []
        send(answers, answer, results)
        del frame, header, blobs, results, answer
        done += 1
        if done % COLLECT_EVERY == 0:
            gc.collect()  # while nobody waits for it


def send(answers: object, header: frames.Header, blobs: Sequence[bytes] = ()) -> None:
    for part in frames.pack(header, blobs):
        answers.write(part)  # type: ignore[attr-defined]
    answers.flush()  # type: ignore[attr-defined]


ERRORS: dict[str, type[DocumentError]] = {
    "RenderRefused": RenderRefused,
    "Unreadable": Unreadable,
}

if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        serve()
