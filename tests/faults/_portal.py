"""The portal's own door for pushed reports, on a port, in a process that can be away."""

from __future__ import annotations

import socket
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from tests.faults import _processes


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        return


class Portal:
    """``start`` and ``stop`` as often as wanted; the port stays."""

    def __init__(self, log: Path) -> None:
        self._log, self._pid = log, 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        server = _Server(("127.0.0.1", self.port), _Quiet)

        def serve() -> None:
            from django.core.wsgi import get_wsgi_application

            server.set_app(get_wsgi_application())
            server.serve_forever()

        self._pid = _processes.fork(serve, self._log)
        server.server_close()  # the parent's copy

    def stop(self) -> None:
        if self._pid:
            _processes.kill(self._pid)
            self._pid = 0
