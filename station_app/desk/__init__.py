"""Use cases of the desk, a verb each: one transaction is the event and its projection."""
