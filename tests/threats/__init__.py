"""Each threat of docs/threat-model.md that no other test shows: the real parts, and somebody who means ill."""
