# SPDX-License-Identifier: GPL-3.0-or-later
"""Text models in a real Ollama. Runs where there is a program `ollama` (on the PATH, or OLLAMA_BIN) and OLLAMA_TEST_MODEL
names a folder with an embedding model as sentence-transformers writes it (safetensors), such as all-MiniLM-L6-v2."""
import hashlib
import http.client
import json
import math
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import unittest

from harness import SMALL, Daemon, alive, make_models, wait_for

OLLAMA = os.environ.get("OLLAMA_BIN") or shutil.which("ollama")
MODEL_FOLDER = os.environ.get("OLLAMA_TEST_MODEL")
MODEL = "e2e-embedder"


def cosine(a, b):
    return sum(x * y for x, y in zip(a, b)) / math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def resident_mb(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024


class Ollama:
    """A server of our own, with its own models."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.port = free_port()
        self.process = None
        self.start()

    def start(self):
        environment = {**os.environ, "HOME": str(self.directory), "OLLAMA_HOST": f"127.0.0.1:{self.port}",
                       "OLLAMA_MODELS": str(self.directory / "ollama-models")}
        with open(self.directory / "ollama.log", "ab") as log:
            self.process = subprocess.Popen([OLLAMA, "serve"], stdout=log, stderr=log, env=environment, start_new_session=True)
        wait_for(self.answers, "ollama answers")

    def answers(self):
        try:
            return self.call("GET", "/api/version")[0] == 200
        except OSError:
            return False

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, json.dumps(body) if isinstance(body, dict) else body)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def create(self, name, folder):
        """As `ollama create` does, but with the paths kept: two of the files are called config.json."""
        files = {}
        for path in [*folder.glob("*.safetensors"), *folder.glob("*.json"), *folder.glob("*/*.json"), *folder.glob("vocab.txt")]:
            content = path.read_bytes()
            digest = "sha256:" + hashlib.sha256(content).hexdigest()
            if self.call("HEAD", f"/api/blobs/{digest}")[0] != 200:
                self.call("POST", f"/api/blobs/{digest}", content)
            files[path.relative_to(folder).as_posix()] = digest
        status, answer = self.call("POST", "/api/create", {"model": name, "files": files})
        assert status == 200 and b'"success"' in answer, answer[-500:]

    def loaded(self):
        return [model["name"] for model in json.loads(self.call("GET", "/api/ps")[1])["models"]]

    def runners(self):
        """Its processes that hold models."""
        found = []
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                if os.getpgid(int(entry)) == self.process.pid and int(entry) != self.process.pid and alive(int(entry)):
                    found.append(int(entry))
            except OSError:
                pass
        return found

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@unittest.skipUnless(OLLAMA, "no program `ollama` on the PATH, and OLLAMA_BIN names none")
@unittest.skipUnless(MODEL_FOLDER, "OLLAMA_TEST_MODEL names no folder with an embedding model")
class RealOllama(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="modeldeck-ollama-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.ollama = Ollama(cls.folder)
        cls.addClassCleanup(cls.ollama.kill)
        cls.ollama.create(MODEL, pathlib.Path(MODEL_FOLDER))

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="modeldeck-e2e-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        make_models(self.directory / "models", SMALL)
        self.daemon = Daemon(self.directory, self.directory / "models",
                             environment={"MODELDECK_OLLAMA_ENABLED": "yes", "OLLAMA_HOST": f"127.0.0.1:{self.ollama.port}"})
        self.addCleanup(self.daemon.destroy)
        wait_for(lambda: self.model().get("installed"), "the model is in the catalogue")

    def model(self):
        models = self.daemon.get("/api/rag/embedding/models").json["text"]
        return next((model for model in models if model["model_id"] == MODEL), {})

    def embed(self, texts, **fields):
        answer = self.daemon.embed(texts, model=MODEL, **fields)
        self.assertEqual(answer.status, 200, answer.body)
        return [entry["embedding"] for entry in answer.json["data"]]

    def test_similar_sentences_are_near(self):
        cat, kitten, market = self.embed(["A cat sleeps on the sofa.", "A kitten naps on the couch.", "The stock market fell sharply today."])
        self.assertEqual(len(cat), self.model()["dimension"])
        self.assertAlmostEqual(cosine(cat, cat), 1, places=5)
        self.assertAlmostEqual(math.sqrt(sum(x * x for x in cat)), 1, places=4)
        self.assertGreater(cosine(cat, kitten), cosine(cat, market) + 0.3)

    def test_a_batch_is_in_order(self):
        texts = [f"sentence number {i} about {topic}" for i, topic in enumerate(["cats", "trains", "physics", "bread", "rain"])]
        batch = self.embed(texts)
        for text, vector in zip(texts, batch):
            self.assertGreater(cosine(self.embed([text])[0], vector), 0.999)

    def test_tokens_are_counted(self):
        answer = self.daemon.embed(["hello world"], model=MODEL)
        self.assertGreaterEqual(answer.json["usage"]["prompt_tokens"], 2)

    def test_too_long_is_an_error_that_names_its_text_unless_cut(self):
        long = "word " * 5000
        answer = self.daemon.embed(["short", long], model=MODEL)
        self.assertEqual((answer.status, answer.json["error"]["code"]), (400, "invalid_request"), answer.body)
        self.assertEqual(len(self.embed(["short", long], truncate=True)), 2)

    def test_an_unload_gives_the_memory_back(self):
        self.embed(["load it"])
        self.assertEqual(self.ollama.loaded(), [f"{MODEL}:latest"])
        runner, = wait_for(self.ollama.runners, "its process is there")
        self.assertGreater(resident_mb(runner), 20)
        answer = self.daemon.post("/api/rag/embedding/unload/text")
        self.assertEqual(answer.status, 200, answer.body)
        self.assertTrue(answer.json["unloaded"])
        self.assertEqual(self.ollama.loaded(), [])
        self.assertEqual(self.ollama.runners(), [])
        receipt = self.daemon.receipts()[0]
        self.assertEqual((receipt["model_id"], receipt["reason"]), (MODEL, "manual"))
        self.assertGreater(receipt["held"]["ram_mb"], 10)
        self.assertEqual(receipt["returned"]["ram_mb"], receipt["held"]["ram_mb"])

    def test_keep_alive_zero_unloads_when_idle(self):
        self.embed(["once"], keep_alive=0)
        wait_for(lambda: self.ollama.loaded() == [], "ollama let go of it")
        wait_for(lambda: self.model()["state"] == "unloaded", "we know")

    def test_what_another_program_loads_is_seen(self):
        self.ollama.call("POST", "/api/embed", {"model": MODEL, "input": ["mine"]})
        wait_for(lambda: self.model()["loaded"], "it is seen")
        self.assertEqual(self.daemon.end(), 0)
        self.assertEqual(self.ollama.loaded(), [f"{MODEL}:latest"]) # left alone
        self.ollama.call("POST", "/api/generate", {"model": MODEL, "keep_alive": 0})

    def test_ending_unloads_what_we_loaded(self):
        self.embed(["load it"])
        self.assertEqual(self.daemon.end(), 0)
        self.assertEqual(self.ollama.loaded(), [])

    def test_ollama_is_killed_and_comes_back(self):
        self.embed(["before"])
        self.ollama.kill()
        answer = self.daemon.embed(["during"], model=MODEL)
        self.assertEqual((answer.status, answer.json["error"]["code"]), (503, "ollama_unavailable"), answer.body)
        wait_for(lambda: not self.model()["loaded"], "the loss is seen")
        self.assertEqual(self.daemon.embed(["clip is not disturbed"], model=SMALL).status, 200)
        self.ollama.start()
        wait_for(lambda: self.daemon.embed(["after"], model=MODEL).status == 200, "it is served again")

    def test_it_is_killed_in_the_middle_of_a_call(self):
        self.embed(["load it"])
        answers = []
        work = threading.Thread(target=lambda: answers.append(self.daemon.embed(["a long sentence about nothing in particular"] * 500, model=MODEL)))
        work.start()
        wait_for(lambda: self.model()["state"] == "busy", "it computes")
        self.ollama.kill()
        work.join()
        self.ollama.start()
        self.assertEqual((answers[0].status, answers[0].json["error"]["code"]), (503, "ollama_unavailable"), answers[0].body)


if __name__ == "__main__":
    unittest.main()
