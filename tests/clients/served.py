# SPDX-License-Identifier: GPL-3.0-or-later
"""modeldeckd for all tests of a class, with tiny CLIP models and a stand-in for Ollama: what the clients do does not
disturb the next one."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "e2e"))
from harness import BIN, LARGE, SMALL, Daemon, data_uri, make_models, png, wait_for  # noqa: E402,F401 for the tests

TEXT = "mxbai-embed-large"  # in Ollama, with 1024 dimensions


class FakeOllama:
    def __init__(self):
        self.process = subprocess.Popen([BIN / "modeldeck-fake-ollama"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), line
        self.url = line.split()[2]

    def destroy(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


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
        ollama = FakeOllama()
        cls.addClassCleanup(ollama.destroy)
        cls.daemon = Daemon(cls.directory, cls.directory / "models", *options, environment={
            "MODELDECK_OLLAMA_ENABLED": "yes", "MODELDECK_OLLAMA_HOST": ollama.url})
        cls.addClassCleanup(cls.daemon.destroy)
        cls.url = f"http://127.0.0.1:{cls.daemon.port}"
        wait_for(cls.knows_text_models, "the text models of Ollama")

    @classmethod
    def knows_text_models(cls):
        text = cls.daemon.get("/api/rag/embedding/models").json["text"]
        return any(model["model_id"] == TEXT and model["installed"] for model in text)
