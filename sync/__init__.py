"""Both ends of the wire, and the wire."""
