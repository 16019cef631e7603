#!/usr/bin/env python3
"""Verify an exported audit chain with nothing but Python's standard library.

Usage: verify_audit.py FILE.jsonl [--head DIGEST]   (FILE is "-" for standard input)

Each line is {"seq", "previous", "body", "digest"}. The rule: digest = SHA-256("log1" + seq + previous + body),
rows are numbered from 1 without gaps, and each names the digest before it (64 zeros before the first). With --head,
a digest that somebody outside kept, a tail that was cut off or forged again is found as well.
Exit 0: whole; 1: broken, the first bad row is named; 2: cannot be read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path


def first_fault(lines: Iterable[str], expected_head: str | None) -> tuple[int, str, str]:
    """Return (rows read, head, fault); an empty fault means that the chain is whole."""
    previous, count, seen = "0" * 64, 0, set()
    for line in lines:
        if not line.strip():
            continue
        row = json.loads(line)
        count += 1
        if row["seq"] != count:
            return count, previous, f"row {count}: missing or out of order (found {row['seq']})"
        if row["previous"] != previous:
            return count, previous, f"row {count}: does not follow from the row before"
        content = f"log1{row['seq']}{row['previous']}{row['body']}".encode()
        if hashlib.sha256(content).hexdigest() != row["digest"]:
            return count, previous, f"row {count}: content and digest differ"
        previous = row["digest"]
        seen.add(previous)
    if expected_head and expected_head not in seen:
        return count, previous, f"row {count + 1}: the chain ends before the head kept outside"
    return count, previous, ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--head")
    given = parser.parse_args()
    try:
        if given.file == "-":
            count, head, fault = first_fault(sys.stdin, given.head)
        else:
            with Path(given.file).open(encoding="utf-8") as lines:
                count, head, fault = first_fault(lines, given.head)
    except (OSError, ValueError, KeyError, TypeError) as unreadable:
        print(f"cannot be read: {unreadable}", file=sys.stderr)
        return 2
    print(f"BROKEN {fault}" if fault else f"OK {count} rows, head {head}")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
