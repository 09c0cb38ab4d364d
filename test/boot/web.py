# SPDX-License-Identifier: BSD-2-Clause
"""A web server on the host's loopback, which a machine sees as USERNET_HOST."""

import http.server
import threading
import time

from net import USERNET_HOST


class Web:
    """Serves .files, path -> bytes, as a context manager; other paths are 404.

    chunked: bodies come in two chunks (RFC 9112, section 7.1), without length.
    pause_s: before each answer.
    raw: path -> the whole answer as it is sent, before .files.
    asked: the paths asked for, with their queries, in order.
    """

    def __init__(self, files=(), raw=(), chunked=False, pause_s=0):
        self.files, self.raw, self.asked = dict(files), dict(raw), []
        self.pause_s = pause_s
        self.chunked = chunked

    def __enter__(self):
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1" if web.chunked else "HTTP/1.0"

            def do_GET(self):
                time.sleep(web.pause_s)
                web.asked.append(self.path)
                if self.path in web.raw:
                    self.wfile.write(web.raw[self.path])
                    self.close_connection = True
                    return
                body = web.files.get(self.path.split("?")[0])
                if web.chunked and body:
                    self.send_chunks(body)
                    return
                self.send_response(404 if body is None else 200)
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def send_chunks(self, body):
                self.send_response(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                half = len(body) // 2
                for part in (body[:half], body[half:], b""):
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def url(self, path):
        """The URL of a path, as the machine sees it."""
        return f"http://{USERNET_HOST}:{self._server.server_port}{path}"
