"""The station's end of the wire: outbox engine and carriers; no Qt, no SQLite."""
