"""Every expectation a story may end with."""

from __future__ import annotations

from typing import TypeAlias

from portal.stories.expectations import cases
from portal.stories.expectations.base import Check

AnyCheck: TypeAlias = cases.CaseIs | cases.Count | cases.SortsUnder | cases.Finds | cases.RegisterSearched

__all__ = ["AnyCheck", "Check"]
