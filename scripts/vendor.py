"""Recreate portal/static/vendor from the packages named here, through npm, and write vendor.json with every digest.

The letters beyond ASCII that names in Europe use are cut out of the large "latin-ext" fonts (the licence allows it, and
no name is reserved): 170 kB become 18.

Run: python scripts/vendor.py            (needs npm and fonttools; nothing at installation or run time does)
     python scripts/vendor.py --check    (compares the files with vendor.json, needs nothing)
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "portal" / "static" / "vendor"


@dataclass(frozen=True)
class Package:
    """One package: where it comes from, what of it is kept, and under which licence."""

    name: str
    version: str
    folder: str
    licence: str
    files: tuple[str, ...]


def scripts_of_fonts(prefix: str, *scripts: str) -> tuple[str, ...]:
    return tuple(f"files/{prefix}-{script}-wght-normal.woff2" for script in scripts)


PACKAGES = (
    Package("htmx.org", "2.0.11", "htmx", "0BSD", ("dist/htmx.min.js",)),
    Package("signature_pad", "5.1.4", "signature_pad", "MIT", ("dist/signature_pad.umd.min.js",)),
    Package("@fontsource-variable/noto-sans", "5.3.0", "noto-sans", "OFL-1.1",
            scripts_of_fonts("noto-sans", "latin", "latin-ext", "cyrillic", "greek", "vietnamese")),
    Package("@fontsource-variable/noto-sans-arabic", "5.3.0", "noto-sans-arabic", "OFL-1.1",
            scripts_of_fonts("noto-sans-arabic", "arabic")),
    Package("@fontsource-variable/noto-serif", "5.3.0", "noto-serif", "OFL-1.1",
            scripts_of_fonts("noto-serif", "latin", "latin-ext")),
)


LETTERS = "U+0100-017F,U+018F,U+0192,U+01CD-01DC,U+0218-021B,U+0259,U+02BB-02BC,U+02C6,U+02C7,U+02D8-02DD,U+1E80-1E85,U+1E9E,U+20AC"


def cut(font: Path) -> None:
    """Keep only LETTERS of a font, in all weights."""
    from fontTools import subset

    subset.main([str(font), f"--unicodes={LETTERS}", "--flavor=woff2", f"--output-file={font}.cut", "--no-recalc-timestamp"])
    Path(f"{font}.cut").replace(font)


def fetch(package: Package, folder: Path) -> None:
    """Unpack the kept files of *package* into *folder*."""
    with tempfile.TemporaryDirectory() as work:
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("npm is missing; install Node.js, or run with --check")
        subprocess.run([npm, "pack", "--silent", f"{package.name}@{package.version}"], cwd=work, check=True,
                       capture_output=True)
        with tarfile.open(next(Path(work).glob("*.tgz"))) as archive:
            for name in (*package.files, "LICENSE"):
                member = archive.extractfile(f"package/{name}")
                if member is None:
                    raise SystemExit(f"{package.name} {package.version} holds no {name}")
                kept = folder / Path(name).name
                kept.write_bytes(member.read())
                if "latin-ext" in name:
                    cut(kept)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make() -> None:
    """Replace the vendor folder and write its list."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    listed = []
    for package in PACKAGES:
        folder = VENDOR / f"{package.folder}-{package.version}"
        folder.mkdir(parents=True)
        fetch(package, folder)
        files = {path.name: digest(path) for path in sorted(folder.iterdir())}
        listed.append({"name": package.name, "version": package.version, "licence": package.licence,
                       "folder": folder.name, "sha256": files})
    (VENDOR / "vendor.json").write_text(json.dumps(listed, indent=1) + "\n")


def faults() -> list[str]:
    """List every difference between the vendor folder and vendor.json."""
    found = []
    listed = json.loads((VENDOR / "vendor.json").read_text())
    known = {VENDOR / "vendor.json"}
    for package in listed:
        for name, expected in package["sha256"].items():
            path = VENDOR / package["folder"] / name
            known.add(path)
            if not path.exists():
                found.append(f"missing: {path.relative_to(VENDOR)}")
            elif digest(path) != expected:
                found.append(f"changed: {path.relative_to(VENDOR)}")
        if "LICENSE" not in package["sha256"]:
            found.append(f"without licence text: {package['name']}")
    found += [f"not in vendor.json: {path.relative_to(VENDOR)}"
              for path in sorted(VENDOR.rglob("*")) if path.is_file() and path not in known]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only")
    if not parser.parse_args().check:
        make()
    wrong = faults()
    print("\n".join(wrong) or f"{VENDOR.name}: as listed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
