# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients for JavaScript, by javascript.mjs: test_javascript.py FOLDER, where node_modules is."""
import os
import pathlib
import subprocess
import sys
import unittest

from served import SMALL, TEXT, ServedTest

FOLDER = sys.argv.pop()


class JavaScript(ServedTest):
    def run_client(self, name):
        script = pathlib.Path(FOLDER) / "javascript.mjs"  # modules are looked for beside it
        script.write_text(pathlib.Path(__file__).with_name("javascript.mjs").read_text())
        for model in ((SMALL, "512", "clip"), (TEXT, "1024", "bert")):
            done = subprocess.run(["node", script, name, self.url, *model], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, timeout=300, env=os.environ)
            self.assertEqual(done.returncode, 0, done.stdout)

    def test_openai(self):
        self.run_client("openai")

    def test_ollama(self):
        self.run_client("ollama")


if __name__ == "__main__":
    unittest.main()
