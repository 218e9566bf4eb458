# SPDX-License-Identifier: GPL-3.0-or-later
"""schemathesis reads /openapi.json and tries to find what is not as described."""
import os
import pathlib
import subprocess
import sys
import unittest

from served import ServedTest


class Schemathesis(ServedTest):
    token = "secret"  # so that calls without it are refused, as described

    def test_every_answer_is_as_described(self):
        program = pathlib.Path(sys.executable).with_name("schemathesis")
        done = subprocess.run(
            [program, "--config-file", pathlib.Path(__file__).with_name("schemathesis.toml"),
             "run", f"{self.url}/openapi.json", "--header", f"Authorization: Bearer {self.token}",
             "--checks", "all", "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "10", "--seed", "1",
             "--request-timeout", "60", "--generation-database", "none", "--suppress-health-check", "all",
             "--exclude-path", "/api/events"],  # it has no end
            cwd=self.directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "NO_COLOR": "1"})
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIsNone(self.daemon.process.poll())


if __name__ == "__main__":
    unittest.main()
