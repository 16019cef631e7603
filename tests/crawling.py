"""Walking through the portal as somebody: every page that a link or a search form leads to, without changing anything."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

import pikepdf
import pypdfium2
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

HERE = "http://localhost"


@dataclass(frozen=True, slots=True)
class Visited:
    """An answer to a GET: where, how, and every word in it, also inside a PDF and its attachments."""

    address: str
    status: int
    kind: str
    text: str


def crawl(
    client: FlaskClient, starts: Iterable[str], *, words: Iterable[str] = (), most: int = 1500
) -> Iterator[Visited]:
    """Follow every link from *starts*, and send every search form with each of *words*; each address once."""
    queue, seen, count = deque(starts), set(starts), 0
    while queue and (count := count + 1) <= most:
        address = queue.popleft()
        answer = client.get(address)
        kind = (answer.mimetype or "").lower()
        visited = Visited(address, answer.status_code, kind, text_of(answer.data, kind))
        yield visited
        found = [answer.headers["Location"]] if "Location" in answer.headers else []
        if kind == "text/html":
            found += links(answer.get_data(as_text=True), words)
        for link in found:
            target = inside(address, link)
            if target and target not in seen:
                seen.add(target)
                queue.append(target)


def links(html: str, words: Iterable[str]) -> list[str]:
    """Return where a page leads to: links, files in frames and pictures, search forms filled with *words*."""
    page = BeautifulSoup(html, "html.parser")
    found = [str(tag["href"]) for tag in page.find_all(("a", "link"), href=True)]
    found += [str(tag["src"]) for tag in page.find_all(("img", "iframe", "embed", "object"), src=True)]
    found += [str(tag["hx-get"]) for tag in page.find_all(attrs={"hx-get": True})]
    for form in page.find_all("form"):
        if str(form.get("method", "get")).lower() != "get":
            continue
        fields = [field for field in form.find_all("input") if field.get("type", "text") in ("text", "search")]
        for word in words:
            query = urlencode({str(field["name"]): word for field in fields if field.get("name")})
            found.append(
                f"{form.get('action') or '?'}{'&' if '?' in str(form.get('action')) else '?'}{query}"
                if form.get("action")
                else f"?{query}"
            )
    return found


def inside(base: str, link: str) -> str:
    """Return *link* as an address of this portal, or nothing when it leads elsewhere or to a fixed file."""
    whole = urlsplit(urldefrag(urljoin(urljoin(HERE, base), link)).url)
    if f"{whole.scheme}://{whole.netloc}" != HERE or whole.path.startswith(("/static/", "/taal/")):
        return ""
    return f"{whole.path}?{whole.query}" if whole.query else whole.path


def text_of(content: bytes, kind: str) -> str:
    """Return every word of an answer; of a PDF also those of its attachments and metadata."""
    if kind == "application/pdf":
        return "\n".join(pdf_texts(content))
    if kind.startswith("image/"):
        return ""
    return content.decode("utf-8", "replace")


def pdf_texts(content: bytes) -> Iterator[str]:
    """Give the text of each page, each attachment and the metadata."""
    document = pypdfium2.PdfDocument(content)
    for page in document:
        yield page.get_textpage().get_text_bounded()
    document.close()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        yield str(dict(pdf.docinfo))
        for name, attached in pdf.attachments.items():
            data = attached.get_file().read_bytes()
            yield name
            if data.startswith(b"%PDF-"):
                yield from pdf_texts(data)
            else:
                yield data.decode("utf-8", "replace")
