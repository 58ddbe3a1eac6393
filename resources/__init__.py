"""Fonts, icons, style sheets, translations and templates, and the functions that find them."""
