# SPDX-License-Identifier: GPL-3.0-or-later
"""modeldeckd for all tests of a class: what the clients do does not disturb the next one."""
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "e2e"))
from harness import LARGE, SMALL, Daemon, data_uri, make_models, png  # noqa: E402,F401 for the tests


class ServedTest(unittest.TestCase):
    token = None  # set: calls that change something need it

    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(tempfile.mkdtemp(prefix="modeldeck-clients-"))
        cls.addClassCleanup(shutil.rmtree, cls.directory, ignore_errors=True)
        make_models(cls.directory / "models", SMALL, LARGE)
        options = []
        if cls.token:
            file = cls.directory / "token"
            file.touch(0o600)
            file.write_text(cls.token)
            options = ["--token-file", file]
        cls.daemon = Daemon(cls.directory, cls.directory / "models", *options)
        cls.addClassCleanup(cls.daemon.destroy)
        cls.url = f"http://127.0.0.1:{cls.daemon.port}"
