"""What a workbook must be before anybody opens it: every part is walked here once, bounded, and nothing is believed."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from forms.definition.load import BadDefinition, Problem
from forms.xlsform.cells import LONGEST_TEXT, READ, Looks, Pieces, Table, TooLong, column_number, plain, told

LARGEST = 10_000_000
MOST_PARTS, MOST_UNPACKED, MOST_RATIO = 400, 64_000_000, 300
MOST_QUESTIONS = 5_000
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS, MOST_ELEMENTS, MOST_DEPTH = 40, 60_000, 2_000, 2_500_000, 40
_CHUNK = 1 << 16
_NAMED = 10

_MESSAGES = {
    "empty": ("Het bestand is leeg.", "Kies het bestand opnieuw."),
    "too_large": ("Het bestand is groter dan 10 MB.", "Maak het kleiner: haal afbeeldingen en losse bladen weg."),
    "not_a_workbook": ("Dit is geen Excel-werkmap (.xlsx).", "Sla het formulier op als ‘Excel-werkmap (.xlsx)’."),
    "old_or_locked": (
        "Dit is een oude werkmap (.xls) of een werkmap met een wachtwoord.",
        "Haal het wachtwoord weg en sla op als ‘Excel-werkmap (.xlsx)’.",
    ),
    "other_format": ("Dit is een werkmap van een ander soort.", "Sla het formulier op als ‘Excel-werkmap (.xlsx)’."),
    "locked": ("De werkmap is versleuteld.", "Haal het wachtwoord weg en sla opnieuw op."),
    "damaged": ("De werkmap is beschadigd.", "Open haar in Excel of LibreOffice en sla opnieuw op."),
    "too_many_parts": ("De werkmap bestaat uit te veel onderdelen.", "Kopieer de bladen naar een nieuwe werkmap."),
    "strange_part": ("De werkmap bevat een onderdeel met een vreemde naam.", "Kopieer de bladen naar een nieuwe werkmap."),
    "bomb": (
        "De werkmap is uitgepakt veel te groot.",
        "Kopieer alleen de gevulde rijen naar een nieuwe werkmap.",
    ),
    "macros": ("De werkmap bevat macro’s.", "Sla op als ‘Excel-werkmap (.xlsx)’, zonder macro’s."),
    "external": (
        "De werkmap haalt iets op uit een ander bestand of van een ander adres.",
        "Verbreek de koppelingen (Gegevens, Koppelingen bewerken) en sla opnieuw op.",
    ),
    "embedded": ("In de werkmap zit een ander bestand of object.", "Haal het object weg en sla opnieuw op."),
    "doctype": ("De werkmap bevat een verboden verklaring (DTD of entiteit).", "Maak de werkmap opnieuw in Excel of LibreOffice."),
    "formulas": ("In {cells} staat een formule.", "Kopieer de cellen en plak ze als waarde."),
    "double_column": ("De kolom ‘{column}’ komt twee keer voor.", "Geef elke kolom een eigen naam."),
    "long_text": (
        f"In de werkmap staat een tekst van meer dan {LONGEST_TEXT:,} tekens.".replace(",", "."),
        "Maak de tekst korter.",
    ),
    "no_survey": ("De werkmap heeft geen gevuld blad ‘survey’.", "Zet de vragen op een blad met de naam survey."),
    "too_many_sheets": ("De werkmap heeft te veel bladen.", "Bewaar alleen survey, choices en settings."),
    "too_many_rows": ("Blad ‘{sheet}’ heeft te veel rijen.", "Houd het onder 60.000 rijen; verwijder ook lege rijen."),
    "too_many_questions": ("Op het blad ‘survey’ staan meer dan 5.000 rijen.", "Verdeel het formulier over meer formulieren."),
    "too_many_columns": ("Blad ‘{sheet}’ heeft te veel kolommen.", "Houd het onder 2.000 kolommen."),
}  # fmt: skip

_FORBIDDEN = (
    ("macros", re.compile(r"vbaproject|vbadata|macrosheets/|dialogsheets/|customui/|intlmacrosheets/")),
    ("external", re.compile(r"externallinks/|xl/connections\.xml|querytables/|xl/volatiledependencies")),
    ("embedded", re.compile(r"embeddings/|activex/|ctrlprops/|\.(ole|exe|dll|js|vbs|html?|svg|docx?|xls[bmx]?|zip)$")),
)
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HYPERLINK = "/hyperlink"
_SHEET = re.compile(r"xl/(worksheets|chartsheets)/[^/]+\.xml")


def is_workbook(data: bytes) -> bool:
    """Tell whether *data* begins as a workbook does, of whatever sort and whatever the file is called."""
    return data.startswith((b"PK", _OLD))


def refuse(code: str, **params: object) -> BadDefinition:
    """Make the refusal of a workbook, with its reason and remedy."""
    message, remedy = _MESSAGES[code]
    return BadDefinition([Problem(code, "werkmap", message.format(**params), remedy)])


def look_at(data: bytes) -> list[Table]:
    """Return the sheets of a plain .xlsx of bounded size, with the cells of those that an XLSForm has.

    Raises BadDefinition for anything else, and for macros, formulas, links and objects.
    """
    _first_bytes(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _directory(archive, len(data))
            return _contents(archive, parts)
    except TooLong:
        raise refuse("long_text") from None
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, IndexError,
    ) as wrong:  # fmt: skip
        if isinstance(wrong, BadDefinition):
            raise
        raise refuse("damaged") from None


def _first_bytes(data: bytes) -> None:
    if not data:
        raise refuse("empty")
    if len(data) > LARGEST:
        raise refuse("too_large")
    if data.startswith(_OLD):
        raise refuse("old_or_locked")
    if not data.startswith(b"PK\x03\x04"):
        raise refuse("not_a_workbook")


def _directory(archive: zipfile.ZipFile, packed: int) -> dict[str, zipfile.ZipInfo]:
    found = archive.infolist()
    if len(found) > MOST_PARTS:
        raise refuse("too_many_parts")
    parts: dict[str, zipfile.ZipInfo] = {}
    for info in found:
        name = info.filename.lower()
        strange = "\\" in name or name.startswith("/") or ".." in name.split("/") or ":" in name or len(name) > 200
        if strange or name in parts:
            raise refuse("strange_part")
        if info.flag_bits & 0x1:
            raise refuse("locked")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refuse("damaged")
        parts[name] = info
    unpacked = sum(info.file_size for info in found)
    if unpacked > MOST_UNPACKED or (unpacked > 5_000_000 and unpacked > MOST_RATIO * packed):
        raise refuse("bomb")
    if "xl/workbook.xml" not in parts or "[content_types].xml" not in parts:
        other = "mimetype" in parts or "xl/workbook.bin" in parts or any(name.startswith("word/") for name in parts)
        raise refuse("other_format" if other else "not_a_workbook")
    for name in parts:
        for code, pattern in _FORBIDDEN:
            if pattern.search(name):
                raise refuse(code)
    return parts


@dataclass(slots=True)
class _Walk:
    """Counts elements over all parts, and remembers what the workbook says of its sheets."""

    elements: int = 0
    rows: int = 0
    sheets: dict[str, str] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    looks: Looks = field(default_factory=Looks)


class _Part:
    """What is done with the elements of a part: nothing, unless a kind of part says otherwise."""

    reads_text = False
    file = ""
    """How the name of such a part ends, where that tells it."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, told: str) -> None:
        """Take a piece of text."""


def _contents(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> list[Table]:
    walk = _Walk()
    relations: dict[str, str] = {}
    _parse(archive, parts["[content_types].xml"], _ContentTypes(), walk)
    for name, info in parts.items():
        if name.endswith(".rels"):
            _parse(archive, info, _Relations(relations if name == "xl/_rels/workbook.xml.rels" else {}), walk)
    _parse(archive, parts["xl/workbook.xml"], _Workbook(walk, relations), walk)
    seen = {"[content_types].xml", "xl/workbook.xml"}
    for part in (_Shared(walk.shared), _Styles(walk.looks)):
        for name in (name for name in parts if name.startswith("xl/") and name.endswith(part.file)):
            _parse(archive, parts[name], part, walk)
            seen.add(name)
    alone = len(walk.sheets) == 1
    tables = {name: Table(told, alone or told.strip().lower() in READ) for name, told in walk.sheets.items()}
    for name, info in parts.items():
        if _SHEET.fullmatch(name):
            _parse(archive, info, _Sheet(walk, tables.get(name) or Table(posixpath.basename(name))), walk)
        elif name.endswith(".xml") and name not in seen:
            _parse(archive, info, _Part(), walk)
    if walk.formulas:
        more = " en andere cellen" if len(walk.formulas) > _NAMED else ""
        raise refuse("formulas", cells=", ".join(walk.formulas[:_NAMED]) + more)
    return list(tables.values())


def _parse(archive: zipfile.ZipFile, info: zipfile.ZipInfo, part: _Part, walk: _Walk) -> None:
    """Walk one part as it unpacks; a declaration that could make text grow ends it at once."""
    parser = expat.ParserCreate()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        walk.elements += 1
        if depth > MOST_DEPTH or walk.elements > MOST_ELEMENTS:
            raise refuse("bomb")
        part.start(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        part.end(name.rpartition(":")[2])

    def forbidden(*_: Any) -> None:
        raise refuse("doctype")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = forbidden
    if part.reads_text:
        parser.buffer_text = True
        parser.CharacterDataHandler = part.text
    try:
        for piece in _pieces(archive, info):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise refuse("damaged") from None


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    left = info.file_size
    with archive.open(info) as part:
        while piece := part.read(_CHUNK):
            left -= len(piece)
            if left < 0:
                raise refuse("bomb")
            yield piece


class _ContentTypes(_Part):
    """Looks what kind of workbook it says it is."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        told = attributes.get("ContentType", "").lower()
        if "macroenabled" in told or "vbaproject" in told:
            raise refuse("macros")
        workbook = name == "Override" and attributes.get("PartName", "").lower() == "/xl/workbook.xml"
        if workbook and "spreadsheetml" not in told:
            raise refuse("other_format")


class _Relations(_Part):
    """Collects where the relations of a part lead, none of them outside."""

    def __init__(self, into: dict[str, str]) -> None:
        self.into = into

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship":
            return
        kind = attributes.get("Type", "").lower()
        if attributes.get("TargetMode", "").lower() == "external" and not kind.endswith(_HYPERLINK):
            raise refuse("external")
        if kind.endswith(("/externallink", "/externallinkpath")):
            raise refuse("external")
        if kind.endswith(("/vbaproject", "/xlmacrosheet")):
            raise refuse("macros")
        if kind.endswith(("/oleobject", "/package", "/control")):
            raise refuse("embedded")
        self.into[attributes.get("Id", "")] = attributes.get("Target", "")


class _Workbook(_Part):
    """Collects the sheets with their names, in order, and from which day it counts."""

    def __init__(self, walk: _Walk, relations: dict[str, str]) -> None:
        self.walk, self.relations = walk, relations

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "externalReference":
            raise refuse("external")
        if name == "workbookPr":
            self.walk.looks.from_1904 = attributes.get("date1904", "") in ("1", "true")
        if name == "sheet":
            if len(self.walk.sheets) >= MOST_SHEETS:
                raise refuse("too_many_sheets")
            id_ = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            target = self.relations.get(id_, "").lower().lstrip("/")
            part = target if target.startswith("xl/") else posixpath.normpath(f"xl/{target}")
            self.walk.sheets[part] = attributes.get("name", "")[:40]


class _Shared(_Part):
    """Collects the texts that cells point at."""

    reads_text = True
    file = "sharedstrings.xml"

    def __init__(self, into: list[str]) -> None:
        self.into, self.pieces = into, Pieces()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.pieces.start(name)

    def end(self, name: str) -> None:
        if name == "si":
            self.into.append(plain(self.pieces.whole()))
        else:
            self.pieces.end(name)

    def text(self, told: str) -> None:
        self.pieces.text(told)


class _Styles(_Part):
    """Collects which looks are those of a date."""

    file = "/styles.xml"

    def __init__(self, looks: Looks) -> None:
        self.looks = looks

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.looks.start(name, attributes)


class _Sheet(_Part):
    """Counts the rows and columns of one sheet, names the cells that hold a formula and keeps the texts of the others."""

    def __init__(self, walk: _Walk, table: Table) -> None:
        self.walk, self.table = walk, table
        self.reads_text = table.read
        self.row = self.column = 0
        self.place = self.look = ""
        self.kind = "n"
        self.pieces = Pieces()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self.place = attributes.get("r", "") or f"rij {self.row}"
            self.column = column_number(self.place) or self.column + 1
            self.kind, self.look = attributes.get("t", "n"), attributes.get("s", "0")
        elif name == "row":
            told = attributes.get("r", "")
            self.row = int(told) if told.isdecimal() and len(told) < 10 else self.row + 1
            self.column = 0
            self.walk.rows += 1
            if self.walk.rows > 2 * MOST_ROWS:
                raise refuse("too_many_rows", sheet=self.table.name)
        elif name == "f":
            if len(self.walk.formulas) <= _NAMED:
                self.walk.formulas.append(f"{self.table.name}!{self.place[:20]}")
        elif name in ("oleObject", "control"):
            raise refuse("embedded")
        else:
            self.pieces.start(name)
            if self.pieces.open:
                self.bounded()

    def bounded(self) -> None:
        """Refuse what stands too far down or aside; empty cells there are only looks."""
        if self.row > MOST_ROWS:
            raise refuse("too_many_rows", sheet=self.table.name)
        if self.column > MOST_COLUMNS:
            raise refuse("too_many_columns", sheet=self.table.name)

    def end(self, name: str) -> None:
        if name != "c":
            self.pieces.end(name)
        elif self.pieces.told:
            text = told(self.pieces.whole(), self.kind, self.look, self.walk.shared, self.walk.looks)
            self.table.keep(self.row, self.column, text)

    def text(self, told: str) -> None:
        self.pieces.text(told)
