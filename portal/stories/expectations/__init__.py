"""Every expectation a story may end with."""

from __future__ import annotations

from typing import TypeAlias

from portal.stories.expectations import agreements, cases, messages, papers, reading, submissions
from portal.stories.expectations.base import Check

AnyCheck: TypeAlias = (
    cases.CaseIs
    | cases.Count
    | cases.SortsUnder
    | cases.Finds
    | cases.RegisterSearched
    | agreements.VersionIs
    | agreements.SignatoryIs
    | agreements.TeachBack
    | agreements.PermissionIs
    | agreements.OpenPoints
    | messages.Messages
    | submissions.FormIs
    | submissions.OwnViewIs
    | papers.Pdf
    | papers.Filing
    | reading.Reads
)

__all__ = ["AnyCheck", "Check"]
