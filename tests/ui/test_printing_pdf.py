"""Layouts drawn as PDF and read again: every character there, right to copy, the same bytes each time."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from forms.papers import delivery_receipt, material_receipt
from forms.papers.layout import Block, Code, Column, Footer, Layout, Paragraph, Rule, Seal, Signature, Table, Title
from station_app.printing.codes import code_128, qr_code
from station_app.printing.faces import has_glyph, printable
from station_app.printing.line_breaking import NEVER_FIRST, NEVER_LAST, break_lines
from station_app.printing.page_image import page_count, page_image, page_png, page_sizes
from station_app.printing.pdf import render, to_fill_in, warm_up
from station_app.printing.to_unicode import to_unicode_cmap
from tests.paper_examples import FIVE, FOURTEEN, NAMES, SIX_MISSING, delivery, every_layout, receipt

WHITE = 0xFFFFFFFF


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[place] for place in range(len(document))]
        texts = [page.get_textpage().get_text_range() for page in pages]
    return "\n".join(texts)


def squares_of(pdf: bytes) -> list[str]:
    """The outlined rectangles on the pages: nothing else on a paper is one."""
    import zlib

    found: list[str] = []
    for data in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.S):
        try:
            import base64

            content = zlib.decompress(base64.a85decode(data.strip().removesuffix(b"~>")))
        except (ValueError, zlib.error):
            continue
        found += re.findall(r"[\d.]+ [\d.]+ [\d.]+ [\d.]+ re S", content.decode("latin-1"))
    return found


def a_layout(*blocks: Block) -> Layout:
    return Layout("A5", "试印", "", blocks, Footer(("页脚",)))


def dark_part(image: QImage) -> float:
    """The part of the picture's dots that are not white."""
    dots = [image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)]
    return sum(dot != WHITE for dot in dots) / len(dots)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_can_be_copied_from_the_paper(name: str) -> None:
    assert name in text_of(render(material_receipt.layout(receipt(name)))).replace("\r\n", "\n")


@pytest.mark.parametrize("name", NAMES)
def test_every_character_of_a_name_leaves_ink(name: str) -> None:
    def ink(text: str) -> float:
        return dark_part(page_image(render(a_layout(Paragraph(text, tone="strong"))), 500))

    empty = ink("")
    for character in name:
        assert ink(character) > empty


@pytest.mark.parametrize("paper", sorted(every_layout()))
def test_the_whole_text_of_a_paper_is_in_the_file(paper: str) -> None:
    layout = every_layout()[paper]
    text = re.sub(r"\s", "", text_of(render(layout)))
    for block in layout.blocks:
        if isinstance(block, Table):
            for cell in (cell for row in block.rows for cell in row):
                assert re.sub(r"\s", "", cell) in text
    assert re.sub(r"\s", "", layout.footer.lines[0]) in text


@pytest.mark.parametrize("paper", sorted(every_layout()))
def test_the_same_paper_is_the_same_bytes(paper: str) -> None:
    assert render(every_layout()[paper]) == render(every_layout()[paper])


def test_fonts_are_embedded_as_subsets() -> None:
    pdf = render(every_layout()["receipt_crowded"])
    fonts = set(re.findall(rb"/BaseFont /(\S+)", pdf))
    assert fonts
    assert all(re.fullmatch(rb"[A-Z]{6}\+(NotoSansSC-(Regular|Bold)|HanaMinB)", font) for font in fonts), fonts
    assert len(pdf) < 100_000


class TestMissingGlyph:
    @pytest.mark.parametrize(
        "name", ["李\ue863\U00031350", "ئەنۋەر", "བཀྲ་ཤིས", "ᠪᠠᠲᠤ", "ꆈꌠ", "ᥖᥭᥰ", "김철수", "李\U0002ebf0"]
    )
    def test_what_no_font_has_is_an_empty_square_and_is_named(self, name: str) -> None:
        layout = material_receipt.layout(receipt(name))
        lacking = "".join(dict.fromkeys(sign for sign in name if not has_glyph(sign)))
        assert to_fill_in(layout) == lacking != ""
        pdf = render(layout)
        plain = render(material_receipt.layout(receipt("".join(sign for sign in name if has_glyph(sign)))))
        assert len(squares_of(pdf)) >= len([sign for sign in name if sign in lacking])
        assert squares_of(plain) == []

    def test_a_name_that_every_font_has_needs_no_hand(self) -> None:
        assert [to_fill_in(material_receipt.layout(receipt(name))) for name in NAMES] == [""] * len(NAMES)

    def test_what_has_no_shape_is_left_off_and_stops_nothing(self) -> None:
        assert printable("葛\U000e0100城\u200b市\u0007\ta\nb") == "葛城市 a\nb"
        assert "葛城" in text_of(render(a_layout(Paragraph("葛\U000e0100城"))))


class TestPages:
    def test_a_usual_receipt_is_one_a5_page(self) -> None:
        for materials, missing in ((FIVE, SIX_MISSING[:1]), (FIVE, ()), (FOURTEEN[:7], ())):
            pdf = render(material_receipt.layout(receipt(received=materials, missing=missing)))
            assert page_sizes(pdf) == (pytest.approx((148, 210), abs=0.1),)

    def test_a_crowded_receipt_repeats_its_headings_and_counts_its_pages(self) -> None:
        pdf = render(every_layout()["receipt_crowded"])
        text = re.sub(r"\s", "", text_of(pdf))
        assert page_count(pdf) == 2
        assert text.count("收到的材料") == 2
        assert "第1页，共2页" in text
        assert "第2页，共2页" in text
        assert text.count("交件人签名") == 1

    def test_nobody_signs_on_a_page_without_text(self) -> None:
        for count in range(1, 40):
            pdf = render(
                a_layout(*[Paragraph(f"第{place}条") for place in range(count)], Signature(("签名",), Seal("章")))
            )
            with pypdfium2.PdfDocument(pdf) as document:
                last = document[len(document) - 1].get_textpage().get_text_range()
            assert "条" in last, count

    def test_a_paragraph_longer_than_a_page_goes_on(self) -> None:
        pdf = render(a_layout(Title("题", "站"), Rule(), Paragraph("很长的一段话，" * 400), Code("A1", "code128")))
        assert page_count(pdf) > 1
        assert re.sub(r"\s", "", text_of(pdf)).count("很长的一段话") == 400


def test_nothing_is_drawn_outside_the_margins() -> None:
    wide = "没有空格的长词" * 30 + "X" * 300
    table = Table((Column("一", 1), Column("二", 3)), ((wide, wide),), ruled=True)
    for layout in (*every_layout().values(), a_layout(Paragraph(wide), table, Title(wide, wide, Code("9")))):
        image = page_image(render(layout), 592 if layout.page == "A5" else 840)
        edge = range(30)
        assert all(image.pixel(x, y) == WHITE for x in edge for y in range(image.height()))
        assert all(image.pixel(image.width() - 1 - x, y) == WHITE for x in edge for y in range(image.height()))


def test_any_thread_may_render() -> None:
    layouts = list(every_layout().values())
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(render, layouts * 2))
    assert drawn == [render(layout) for layout in layouts] * 2


def test_the_picture_has_the_width_asked_for_and_is_flat_on_white() -> None:
    pdf = render(every_layout()["receipt"])
    image = page_image(pdf, 366)
    assert (image.width(), image.height()) == (366, 520)
    assert image.pixel(2, 2) == WHITE
    assert 0.02 < dark_part(image) < 0.4
    assert QImage.fromData(page_png(pdf, 366)) == image
    with pytest.raises(IndexError):
        page_image(pdf, 366, page=1)


def test_warm_up_opens_both_weights() -> None:
    warm_up()


def test_nothing_heavy_is_imported_with_the_package() -> None:
    heavy = {"reportlab", "pypdfium2", "PIL"}
    code = "import sys, station_app.printing, station_app.printing.page_image, station_app.printing.printer; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not heavy & set(loaded)


class TestCodes:
    def test_code_128_follows_the_standard(self) -> None:
        bars = code_128("A1")
        dark = "".join(
            "1" if any(left <= x < left + width for left, _, width, _ in bars.dark) else "0"
            for x in range(bars.columns)
        )
        symbols = [dark[place : place + 11] for place in range(0, len(dark) - 13, 11)]
        # Start B, A, 1, then the check symbol (104 + 33·1 + 17·2) mod 103 = 68, and stop.
        assert symbols == ["11010010000", "10100011000", "10011100110", "10000100110"]
        assert dark.endswith("1100011101011")

    def test_a_qr_code_has_its_three_finders(self) -> None:
        code = qr_code("5299-03-20261123-0007-K")
        grid = {(x, top) for left, top, width, _ in code.dark for x in range(left, left + width)}
        finder = {
            (x, y) for x in range(7) for y in range(7) if x in (0, 6) or y in (0, 6) or (2 <= x <= 4 and 2 <= y <= 4)
        }
        for right, down in ((0, 0), (code.columns - 7, 0), (0, code.rows - 7)):
            assert {(x, y) for x in range(7) for y in range(7) if (x + right, y + down) in grid} == finder


def test_the_unicode_table_writes_surrogates_in_blocks_of_a_hundred() -> None:
    table = to_unicode_cmap("F", [0x20, 0x20BB7, *range(0x4E00, 0x4E00 + 130)])
    assert "<00> <0020>\n<01> <D842DFB7>" in table
    assert re.findall(r"(\d+) beginbfchar", table) == ["100", "32"]


class TestLineBreaking:
    @staticmethod
    def breaks(text: str, width: float) -> list[str]:
        return break_lines(text, width, lambda character: 0.5 if character.isascii() else 1.0)

    def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(self) -> None:
        assert self.breaks("一二三四五，六七八九十", 5) == ["一二三四", "五，六七八", "九十"]
        assert self.breaks("一二三四（五六七八九）", 5) == ["一二三四", "（五六七八", "九）"]

    def test_words_and_numbers_stay_whole(self) -> None:
        assert self.breaks("编号 5299-03 共 20 份", 5) == ["编号", "5299-03 共", "20 份"]

    def test_a_word_wider_than_the_line_is_cut_and_kept(self) -> None:
        assert "".join(self.breaks("X" * 30, 5)) == "X" * 30

    def test_a_newline_cuts_and_an_empty_text_is_one_empty_line(self) -> None:
        assert self.breaks("一\n\n二", 5) == ["一", "", "二"]
        assert self.breaks("", 5) == [""]

    @given(st.text("一二三四五六，。（）“”、《》 aB1.-", max_size=80), st.integers(3, 20))
    def test_nothing_is_lost_and_no_line_is_too_wide(self, text: str, width: int) -> None:
        lines = self.breaks(text, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        for line in lines:
            assert sum(0.5 if character.isascii() else 1.0 for character in line) <= width

    @given(st.text("一二三四五六七八九", min_size=1, max_size=60), st.integers(6, 20))
    def test_marks_between_characters_never_stand_at_the_wrong_end(self, text: str, width: int) -> None:
        marked = "".join(
            f"{character}，" if place % 3 == 1 else f"（{character}" if place % 5 == 4 else character
            for place, character in enumerate(text)
        )
        for line in self.breaks(marked, width):
            assert line[0] not in NEVER_FIRST
            assert line[-1] not in NEVER_LAST


def test_what_was_signed_on_the_screen_is_on_the_delivery_receipt() -> None:
    from io import BytesIO

    from PIL import Image, ImageDraw

    out, image = BytesIO(), Image.new("L", (600, 200), 255)
    ImageDraw.Draw(image).line((20, 180, 300, 20, 580, 180), fill=0, width=14)
    image.save(out, "PNG")
    unsigned = render(delivery_receipt.layout(delivery()))
    signed = render(delivery_receipt.layout(delivery(signature=out.getvalue())))
    assert page_count(signed) == page_count(unsigned) == 1
    assert dark_part(page_image(signed, 800)) > dark_part(page_image(unsigned, 800)) + 0.003
