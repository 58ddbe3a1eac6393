"""The servers that have given this PC an answer signed by the district: `sync.station.ports.ProvenServers` on its facts."""

from station_app.storage.facts import Facts

MOST = 8
"""The newest are kept: a district may have several, and each gets a new certificate every few months."""


class ProvenServers:
    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def knows(self, server: str) -> bool:
        return server in self._facts.proven_servers()

    def remember(self, server: str) -> None:
        others = [each for each in self._facts.proven_servers() if each != server]
        self._facts.write("proven_servers", (*others, server)[-MOST:])
