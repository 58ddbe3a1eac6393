"""Papers to PDF, to a printer, to a thermal printer."""
