# SPDX-License-Identifier: GPL-3.0-or-later
"""A shell on a terminal of its own, in which somebody types: for completions as a person meets them."""
import os
import pty
import re
import select
import signal
import time


class TypingShell:
    PROMPT, PATIENCE = "type> ", 30

    def __init__(self, command, set_up):
        pid, self.terminal = pty.fork()
        if pid == 0:
            os.execvpe(command[0], command, dict(os.environ, TERM="xterm", HISTFILE=""))
        self.pid, self.seen = pid, ""
        # The prompt in two parts: what is typed here must not look like it.
        self.type(set_up.strip() + "\nPS1='type''> '\n")
        self.wait_for(re.escape(self.PROMPT))

    def arguments_of(self, program, typed):
        """The arguments with which `program` is called by what was typed."""
        self.type(f"{program}() {{ echo \"called with\"'<'\"$*>\"; }}\n")
        self.wait_for(re.escape(self.PROMPT))
        self.type(f"{program} {typed}\n")
        return self.wait_for("called with<(.*)>")

    def type(self, text):
        os.write(self.terminal, text.encode())

    def wait_for(self, pattern):
        """What the shell shows, up to the pattern; gives its group, if it has one."""
        end = time.monotonic() + self.PATIENCE
        while not (found := re.search(pattern, self.seen)):
            if not select.select([self.terminal], [], [], max(0, end - time.monotonic()))[0]:
                raise AssertionError(f"no {pattern!r} in {self.seen!r}")
            self.seen += os.read(self.terminal, 65536).decode(errors="replace")
        self.seen = self.seen[found.end():]
        return found[1] if found.groups() else None

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)
