# SPDX-License-Identifier: BSD-2-Clause
"""Step lines with elapsed seconds, and a sign of life during long steps."""

import contextlib
import sys
import threading
import time

SPINNER = "|/-\\"
FIRST_SIGN_S, PLAIN_EVERY_S = 2, 10


class Progress:
    """Prints "[  12.3 s] ok   what happened" for each step."""

    def __init__(self):
        self.start = time.monotonic()
        self.live = sys.stdout.isatty()

    def line(self, word, text):
        """One line, stamped with the time since the demo began."""
        clear = "\r\033[K" if self.live else ""
        now = time.monotonic() - self.start
        print("%s[%6.1f s] %-6s %s" % (clear, now, word, text), flush=True)

    @contextlib.contextmanager
    def step(self, text):
        """Show that a step is going on, then that it was done, or failed.

        The step may append strings to the list it is given: they are added
        to its line.
        """
        ended, notes = threading.Event(), []
        signs = threading.Thread(target=self._signs, args=(text, ended),
                                 daemon=True)
        signs.start()
        word = "FAILED"
        try:
            yield notes
            word = "ok"
        except (KeyboardInterrupt, SystemExit):
            word = "ended"
            raise
        finally:
            ended.set()
            signs.join()
            self.line(word, ": ".join([text, *notes]))

    def _signs(self, text, ended):
        start = time.monotonic()
        pause, count = FIRST_SIGN_S, 0
        while not ended.wait(pause):
            seconds = time.monotonic() - start
            if self.live:
                pause = 0.2
                print("\r\033[K[%6.1f s] %s      %s ... %d s" % (
                    time.monotonic() - self.start, SPINNER[count % 4], text,
                    seconds), end="", flush=True)
            else:
                pause = PLAIN_EVERY_S
                self.line("...", "%s (%d s so far)" % (text, seconds))
            count += 1
