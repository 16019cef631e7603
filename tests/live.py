"""A real portal in a process of its own: `portal run` on a folder and a port nobody else uses."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


class Live:
    """One portal that can be started, killed and started again on the same data."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ, "DRIEHOEK_VAR": str(folder), "DRIEHOEK_PORT": str(self.port), "DRIEHOEK_SEED": "false",
            "DRIEHOEK_BASE_URL": self.url, "PYTHONPATH": str(ROOT), **settings,
        }  # fmt: skip
        self.log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: str) -> str:
        """Run `portal` with *arguments* on the same data and return what it says."""
        return self.python("-m", "portal.cli", *arguments)

    def python(self, *arguments: str) -> str:
        """Run Python with *arguments* on the same data and return what it says."""
        done = subprocess.run(
            [sys.executable, *arguments], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout[-3000:]}{done.stderr[-3000:]}"
        return done.stdout

    def start(self, patience: float = 40.0) -> None:
        """Start the server and wait until it answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "portal.cli", "run"], env=self.environment, cwd=ROOT, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if self._process.poll() is not None:
                break
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/inloggen", timeout=5):
                return
            time.sleep(0.1)
        raise AssertionError(f"the portal did not start: {self.log.read_text()[-3000:]}")

    def kill(self, number: int = signal.SIGKILL) -> None:
        """End the server and all its children at once; nothing is tidied up."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
            self._process.wait(20)
            self._process = None


@contextlib.contextmanager
def running(folder: Path, shared: Path, **settings: str) -> Iterator[Live]:
    """Start a portal with the shipped cast in an otherwise empty database; end it afterwards.

    The database is made once and kept in *shared*, which all workers of a run have in common.
    """
    shutil.copytree(_with_cast(shared), folder, dirs_exist_ok=True)
    live = Live(folder, **settings)
    live.start()
    try:
        yield live
    finally:
        live.kill(signal.SIGTERM)


def _with_cast(shared: Path) -> Path:
    ready, made = shared / "with-cast", shared / "with-cast.new"
    with (shared / "with-cast.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            shutil.rmtree(made, ignore_errors=True)
            live = Live(made)
            live.command("migrate")
            live.python("-m", "tests.cast")
            made.rename(ready)
    return ready


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
