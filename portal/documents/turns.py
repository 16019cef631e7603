"""Whose turn it is at the children: no screen takes the last thread for pages, and a look makes room for a document."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from portal.documents.errors import Busy

_hurried: ContextVar[bool] = ContextVar("hurried", default=False)
_most_hurried = 3


def hurry() -> None:
    """Say that this thread serves somebody at a screen: it joins no queue that would hold the last thread for pages."""
    _hurried.set(True)


def configure(most_hurried: int) -> None:
    """Set how many threads that serve screens may be busy with documents at once, waiting included."""
    global _most_hurried
    _most_hurried = max(1, most_hurried)


@dataclass(eq=False, slots=True)
class Ticket:
    """One thread that was let in; `look`: what it makes is kept nowhere, so while waiting it may be sent away."""

    hurried: bool
    look: bool
    sent_away: bool = False


class Turns:
    """Lets at most `size` threads work at once, and at most `most_hurried` that serve screens be here at all."""

    def __init__(self, size: int, most_hurried: int) -> None:
        self._free, self._most = size, most_hurried
        self._changed = threading.Condition()
        self._here: set[Ticket] = set()
        self._waiting_looks: deque[Ticket] = deque()

    @contextlib.contextmanager
    def admitted(self, *, look: bool = False) -> Iterator[Ticket]:
        """Let this thread in; a job always, a screen while there is room. Raises Busy at once when there is none."""
        ticket = Ticket(_hurried.get(), look)
        if ticket.hurried:
            with self._changed:
                if not self._has_room(ticket) and not self._send_a_look_away():
                    raise Busy("too many documents are being made for screens")
                self._here.add(ticket)
        try:
            yield ticket
        finally:
            with self._changed:
                self._here.discard(ticket)

    def _has_room(self, ticket: Ticket) -> bool:
        """One place is never given to a look: what must be kept, or was asked for, finds it free."""
        most = min(_most_hurried, self._most)
        looks = sum(one.look for one in self._here)
        return len(self._here) < most and not (ticket.look and looks >= max(1, most - 1))

    def _send_a_look_away(self) -> bool:
        """Make room by sending the look away that waits longest; its reader has most likely gone on."""
        if not self._waiting_looks:
            return False
        oldest = self._waiting_looks.popleft()
        oldest.sent_away = True
        self._here.discard(oldest)
        self._changed.notify_all()
        return True

    @contextlib.contextmanager
    def turn(self, ticket: Ticket) -> Iterator[None]:
        """Wait until a child is free; raises Busy for a look that had to make room."""
        with self._changed:
            if ticket.hurried and ticket.look:
                self._waiting_looks.append(ticket)
            self._changed.wait_for(lambda: self._free or ticket.sent_away)
            if ticket.sent_away:
                raise Busy("made room for another document")
            if ticket in self._waiting_looks:
                self._waiting_looks.remove(ticket)
            self._free -= 1
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()
