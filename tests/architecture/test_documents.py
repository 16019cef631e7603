"""What the README promises is so."""

from __future__ import annotations

import re
from pathlib import Path

from portal.commands.demo import sign_ins

ROOT = Path(__file__).parents[2]


def test_the_readme_names_the_demo_sign_ins() -> None:
    text = (ROOT / "README.md").read_text()
    missing = [email for _, email, password in sign_ins() if email not in text or password not in text]
    assert not missing


def test_links_between_documents_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    dead = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#\s]+)", page.read_text())
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert not dead
