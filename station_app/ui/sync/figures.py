"""Figures as a person says them."""


def size_words(size: int) -> str:
    """Bytes as a person says them: 820 KB, 2.4 MB."""
    if size < 1_000_000:
        return f"{max(size // 1000, 1)} KB"
    return f"{size / 1_000_000:.1f} MB"


def grouped(number: int) -> str:
    """4 127, in groups of three."""
    return f"{number:,}".replace(",", " ")
