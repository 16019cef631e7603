"""What follows from what: the only file where an earlier stage meets a later one."""

from __future__ import annotations
