"""What WeasyPrint 70 leaves out of a tagged PDF: one file that is PDF/A-3a and PDF/UA-1 at once.

Pinned to version 70.0, because it reaches inside. It adds: the PDF/UA identifier beside the PDF/A one (ISO 14289-1,
5); /Lang on elements with another language; /Scope on header cells (7.5); headers and footers as pagination artifacts
(7.8).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
import weasyprint
from weasyprint import document as wp_document
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import stream as wp_stream
from weasyprint.pdf import tags as wp_tags
from weasyprint.pdf.metadata import DocumentMetadata

VERSION = "70.0"

UA_IDENTIFIER = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

_generate = DocumentMetadata.generate_rdf_metadata
_build = wp_tags._build_box_tree
_paint = wp_document.Page.paint
_marked = wp_stream.Stream.marked


def install() -> None:
    """Put the additions in place; harmless when done twice. Raises RuntimeError for another version."""
    if weasyprint.__version__ != VERSION:
        raise RuntimeError(f"tagging.py knows WeasyPrint {VERSION}, not {weasyprint.__version__}: review it")
    DocumentMetadata.generate_rdf_metadata = _metadata
    wp_tags._build_box_tree = _tree
    wp_document.Page.paint = _paint_page
    wp_stream.Stream.marked = _mark


def _metadata(self: Any, variant: Any, version: Any, conformance: Any) -> bytes:
    rdf: bytes = _generate(self, variant, version, conformance)
    if variant == "a" and conformance == "A":
        rdf = rdf.replace(b"</rdf:RDF>", UA_IDENTIFIER + b"</rdf:RDF>")
    return rdf


def _tree(box: Any, *rest: Any) -> Iterator[Any]:
    """Build the tag tree of *box*; the original calls itself through the module, so this sees every box."""
    if isinstance(getattr(box, "_box", box), boxes.MarginBox):
        return
    for element in _build(box, *rest):
        _complete(element, getattr(box, "_box", box))
        yield element


def _complete(element: Any, box: Any) -> None:
    source = box.element
    if source is None or box.element_tag != source.tag:
        return
    language = source.attrib.get("lang")
    if language and source.tag not in ("html", "body"):
        element["Lang"] = pydyf.String(language)
    if element.get("S") == "/TH":
        element["A"]["Scope"] = "/Row" if source.attrib.get("scope") == "row" else "/Column"


def _paint_page(self: Any, stream: Any, *rest: Any, **named: Any) -> Any:
    kinds: dict[int, str] = {}
    for child in self._page_box.children:
        if isinstance(child, boxes.MarginBox):
            kind = "/Header" if child.at_keyword.startswith("@top") else "/Footer"
            kinds.update((id(inside), kind) for inside in child.descendants())
    stream._margin_kinds = kinds
    return _paint(self, stream, *rest, **named)


@contextmanager
def _mark(self: Any, box: Any, tag: Any) -> Iterator[None]:
    kind = getattr(self, "_margin_kinds", {}).get(id(box))
    if self._tags is None or kind is None:
        with _marked(self, box, tag):
            yield
        return
    raw: Any = super(wp_stream.Stream, self)
    raw.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination", "Subtype": kind}))
    try:
        yield
    finally:
        raw.end_marked_content()
