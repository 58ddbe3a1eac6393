"""PDF files as offices send them, written here: a form with a seal, a filled field and a stamp; one under a password."""

import hashlib

ROOT = "Root"  # PDF names it so; written apart from its stroke, it is no path of a machine


def form_pdf() -> bytes:
    """A page whose seal is a signature widget's look, whose field is filled, with a stamp as an annotation."""
    square = "0 0 0 rg 10 10 100 100 re f"
    text = "BT /F1 20 Tf 0 0 0 rg 4 8 Td (FILLED BY HAND) Tj ET"
    body = "BT /F1 18 Tf 72 760 Td (The page itself) Tj ET"
    form = "/Type /XObject /Subtype /Form"
    font = "/Resources << /Font << /F1 4 0 R >> >>"
    return assembled(
        [
            "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R 8 0 R] /SigFlags 3 "
            "/DR << /Font << /F1 4 0 R >> >> >> >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {font} /Contents 9 0 R /Annots [7 0 R 8 0 R 10 0 R] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            stream(f"{form} /BBox [0 0 120 120]", square),
            stream(f"{form} /BBox [0 0 300 30] {font}", text),
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal) /F 132 /Rect [380 600 500 720] /AP << /N 5 0 R >> /P 3 0 R >>",
            "<< /Type /Annot /Subtype /Widget /FT /Tx /T (field) /V (FILLED BY HAND) /DA (/F1 20 Tf) /F 4 "
            "/Rect [72 640 372 670] /AP << /N 6 0 R >> /P 3 0 R >>",
            stream("", body),
            "<< /Type /Annot /Subtype /Stamp /F 4 /Rect [72 400 192 480] /AP << /N 5 0 R >> /P 3 0 R >>",
        ]
    )


def locked_pdf() -> bytes:
    """A PDF that asks for a password nobody has (standard security handler, revision 2)."""
    owner, user = hashlib.sha256(b"owner").hexdigest(), hashlib.sha256(b"user").hexdigest()
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        f"<< /Filter /Standard /V 1 /R 2 /O <{owner}> /U <{user}> /P -4 >>",
    ]
    return assembled(objects, " /Encrypt 4 0 R /ID [<00> <00>]")


def stream(head: str, content: str) -> str:
    return f"<< {head} /Length {len(content)} >>\nstream\n{content}\nendstream"


def assembled(objects: list[str], trailer: str = "") -> bytes:
    """The objects as a file, numbered from 1; the first is the catalogue."""
    out, offsets = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /{ROOT} 1 0 R{trailer} >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()
