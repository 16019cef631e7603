"""A file is written once, at a quicker level, and says the same; columns are settled from their words."""

from __future__ import annotations

import io
import itertools

import pdfplumber
import pikepdf
import pydyf
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.documents.columns import column_shares
from portal.documents.packing import pack
from portal.documents.render import render_pdf
from tests.documents.sample import MADE, tiny

WORDS = st.text("abcdefgh ABWM-é漢", max_size=60)


def written(packed: bool) -> bytes:
    pdf = pydyf.PDF()
    content = pydyf.Stream([b"BT", pydyf.String("één"), b"ET"] * 300, compress=True)
    pdf.add_object(content)
    pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Parent": pdf.pages.reference, "Contents": content.reference}))
    if packed:
        pack(None, pdf)
    out = io.BytesIO()
    pdf.write(out, b"1.7", True, True)
    return out.getvalue()


def test_packing_changes_nothing_in_what_a_file_holds() -> None:
    with pikepdf.open(io.BytesIO(written(False))) as plain, pikepdf.open(io.BytesIO(written(True))) as packed:
        assert len(plain.objects) == len(packed.objects)
        one, other = plain.pages[0].Contents, packed.pages[0].Contents
        assert one.read_bytes() == other.read_bytes() and len(one.read_bytes()) > 3_000
        assert other.Filter == "/FlateDecode" and len(other.read_raw_bytes()) < 200
        assert "/ID" in packed.trailer


@given(st.integers(1, 7).flatmap(lambda n: st.lists(st.lists(WORDS, min_size=n, max_size=n), min_size=1, max_size=6)))
@settings(max_examples=60, deadline=None)
def test_shares_fill_the_line_and_never_starve_a_column(table: list[list[str]]) -> None:
    shares = column_shares(table[0], table[1:])
    assert not shares or (len(shares) == len(table[0]) and min(shares) >= 2 and abs(sum(shares) - 100) < 0.5)


def test_a_table_with_a_word_wider_than_its_page_is_left_to_the_typesetter() -> None:
    assert column_shares(["Wat", "Wie"], [["w" * 120, "x"]]) == ()
    assert column_shares(["Wat", "Wie"], [["kort", "x"]])


def test_capitals_stay_inside_a_settled_column() -> None:
    cell = "WMWMWMWMW"  # one more and nothing is settled
    shares = column_shares([cell] * 5, [[cell] * 5])
    assert shares and not column_shares([cell + "W"] * 5, [[cell + "W"] * 5])
    columns = "".join(f'<col style="width: {share}%" />' for share in shares)
    rows = "<tr>" + f"<th>{cell}</th>" * 5 + "</tr>"
    made = render_pdf(
        tiny(f'<table class="dense settled"><colgroup>{columns}</colgroup><tbody>{rows}</tbody></table>'), created=MADE
    )
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        words = [word for word in pdf.pages[0].extract_words() if word["text"].startswith("W")]
    assert [word["text"] for word in words] == [cell] * 5
    assert all(one["x1"] < other["x0"] for one, other in itertools.pairwise(words))
    assert max(word["x1"] for word in words) < 595 - 56
