"""Messages, versions, hash chain, signatures and bundle format that both ends share."""
