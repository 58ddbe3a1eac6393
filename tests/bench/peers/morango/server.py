"""Morango's server under gunicorn, with connections kept alive. Run: `server ADDRESS`; says its port, ends with its input."""

import json
import os
import signal
import sys
import threading
from typing import Any

from project import LOGIN, PASSWORD, ROOT_SCOPE, set_up


def main() -> None:
    set_up()
    from django.contrib.auth.models import User
    from django.core.wsgi import get_wsgi_application
    from django.db import connection
    from gunicorn.app.base import BaseApplication
    from morango.models.certificates import Certificate

    User.objects.create_superuser(LOGIN, "district@example.org", PASSWORD)
    Certificate.generate_root_certificate(ROOT_SCOPE)
    connection.close()

    class Server(BaseApplication):
        def load_config(self) -> None:
            chosen = {"bind": f"{sys.argv[1]}:0", "threads": 4, "keepalive": 600, "timeout": 600, "when_ready": ready}
            quiet = {"loglevel": "error", "control_socket_disable": True}
            for name, value in {**chosen, **quiet}.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return get_wsgi_application()

    Server().run()


def ready(server: Any) -> None:
    print(json.dumps({"port": server.LISTENERS[0].sock.getsockname()[1]}), flush=True)
    threading.Thread(target=_end_with_input, daemon=True).start()


def _end_with_input() -> None:
    # Not through sys.stdin, whose lock the interpreter needs when it ends.
    while os.read(0, 1 << 10):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
