"""The only place of the desk that knows SQLite: encrypted connection, event log, projections, vault."""
