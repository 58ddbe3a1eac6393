"""The district's end of the wire: server, ledger, console and publishing."""
