"""The web server that `manage.py serve` starts: `python -m operations.web HOST PORT`.

It loads no Django, which its worker processes do.
"""

import resource
import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from operations.lifeline import end_with_parent

# Two workers, so that one slow page does not keep everybody waiting.
WORKERS = 2
CONNECTIONS = 4096  # for each worker: silent ones, too, which cost little


def main(host: str, port: str) -> None:
    end_with_parent()
    Granian(
        "g48cms.asgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        websockets=False,
        workers=WORKERS,
        backlog=CONNECTIONS,
        backpressure=allow_connections(CONNECTIONS),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


def allow_connections(wanted: int) -> int:
    """Raise the limit on open files, and return how many connections it leaves room for."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = 2 * wanted if most == resource.RLIM_INFINITY else min(most, 2 * wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return min(wanted, files // 2)


if __name__ == "__main__":
    main(*sys.argv[1:])
