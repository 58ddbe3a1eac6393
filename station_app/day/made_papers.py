"""What the practice day's people and offices bring along: photographs of papers, and a decision as a PDF."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter


def photograph(words: str) -> QImage:
    """An A4 page as a desk camera sees it: 1240 by 1754 px, the paper's name, lines of text, and a grey border."""
    image = QImage(1240, 1754, QImage.Format.Format_RGB32)
    image.fill(QColor("#8f8a80"))
    painter = QPainter(image)
    painter.fillRect(QRect(60, 70, 1120, 1610), QColor("#fbfaf4"))
    painter.setPen(QColor("#20262b"))
    font = QFont()
    font.setFamilies(["Noto Sans SC"])
    font.setPixelSize(64)
    painter.setFont(font)
    painter.drawText(QRect(60, 120, 1120, 120), Qt.AlignmentFlag.AlignCenter, words)
    font.setPixelSize(34)
    painter.setFont(font)
    for row in range(22):
        painter.drawText(QPoint(140, 340 + row * 58), f"练习材料　第 {row + 1} 行　本页内容都是编的，不作任何证明")
    painter.end()
    return image


def decision(path: Path, title: str, name: str) -> Path:
    """The office's decision as a PDF file."""
    from forms.papers.layout import Block, Footer, Layout, Paragraph, Seal, Title
    from station_app.printing.pdf import render

    blocks: tuple[Block, ...] = (
        Title(title, "响水镇民政办"),
        Paragraph(f"{name}："),
        Paragraph("您的申请经审查符合规定，准予办理。（练习用，不作任何证明。）"),
        Seal("印章处"),
    )
    path.write_bytes(render(Layout("A4", title, "", blocks, Footer(("练习",)))))
    return path
