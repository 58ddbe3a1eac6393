"""Pages as a scanner leaves them: a JPEG that looks like paper, and the smallest PDF that opens."""

import io

from PIL import Image, ImageDraw, ImageFont

from resources.paths import font_file


def scanned_page(name: str) -> bytes:
    """An A4 page at a low resolution with a name on it; other names give other bytes."""
    picture = Image.new("RGB", (595, 842), "#fbfaf5")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(font_file("NotoSansSC-Regular")), 30)
    draw.text((60, 60), "常住人口登记卡", font=font, fill="#333")
    draw.text((60, 130), name, font=font, fill="#333")
    for row in range(8):
        draw.line((60, 220 + 60 * row, 535, 220 + 60 * row), fill="#999")
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=60)
    return content.getvalue()


def one_page_pdf() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (595, 842), "white").save(content, "PDF")
    return content.getvalue()
