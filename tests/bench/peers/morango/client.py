"""Morango's client. Run: `client URL`; told line by line: {"cases": FILE} takes cases in, {"push": SECONDS} sends what is
new, again after each failure until the time is over, and says the seconds."""

import json
import sys
import time
from pathlib import Path
from typing import Any

from project import LOGIN, PASSWORD, PROFILE, STATION_SCOPE, set_up


class Client:
    """Enrolled with the server at `url`, which is done before anything is measured."""

    def __init__(self, url: str) -> None:
        from morango.sync.controller import MorangoProfileController

        self._url, self._controller = url, MorangoProfileController(PROFILE)
        self._open: str | None = None
        line = self._controller.create_network_connection(url)
        (root,) = line.session.get(line.urlresolve("api/morango/v1/certificates/"), params={}).json()
        self.district: str = root["id"]
        (self._theirs,) = line.get_remote_certificates(self.district)
        scope = {"district": self.district}
        self._ours = line.certificate_signing_request(
            self._theirs, STATION_SCOPE, scope, userargs=LOGIN, password=PASSWORD
        )
        line.close()

    def take(self, bodies: list[bytes]) -> None:
        from desk_cases.models import Case
        from django.db import transaction

        with transaction.atomic():
            for body in bodies:
                Case(district=self.district, number=json.loads(body)["case_id"], body=body.decode()).save()

    def push(self, seconds: float) -> dict[str, Any]:
        begun, tries, last = time.monotonic(), 0, ""
        while time.monotonic() - begun < seconds:
            tries += 1
            try:
                self._push_once()
            except Exception as error:  # noqa: BLE001 - whatever it raises, a program would try again
                last = f"{type(error).__name__}: {error}"
                time.sleep(0.2)
            else:
                return {"ok": True, "seconds": time.monotonic() - begun, "tries": tries}
        return {"ok": False, "seconds": time.monotonic() - begun, "tries": tries, "failure": last[:200]}

    def _push_once(self) -> None:
        """A session that a failure has left open is gone on with."""
        from morango.models.certificates import Filter

        line = self._controller.create_network_connection(self._url)
        try:
            session = (
                line.resume_sync_session(self._open)
                if self._open
                else line.create_sync_session(self._ours, self._theirs)
            )
            self._open = session.sync_session.id
            pushing = session.get_push_client()
            pushing.initialize(Filter(self.district))
            pushing.run()
            pushing.finalize()
            line.close_sync_session(session.sync_session)
            self._open = None
        finally:
            line.close()


def main() -> None:
    set_up()
    client = Client(sys.argv[1])
    print("{}", flush=True)
    for line in sys.stdin:
        told, answer = json.loads(line), {}
        if "cases" in told:
            client.take(Path(told["cases"]).read_bytes().splitlines())
        else:
            answer = client.push(told["push"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
