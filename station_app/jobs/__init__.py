"""Background work: one worker owns the database, one runs sync."""
