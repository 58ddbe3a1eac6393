"""F7: the ledger, and its counts."""
