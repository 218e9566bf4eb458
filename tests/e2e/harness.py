# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts modeldeckd with tiny synthetic models and talks to it as a client would. Standard library only."""
import base64
import http.client
import json
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import tempfile
import threading
import time
import unittest
import zlib

BIN = pathlib.Path(os.environ["MODELDECK_BIN"])
SMALL = "ViT-B-32/openai"
LARGE = "ViT-L-14/openai"


def png(width=64, height=48, seed=1):
    """A deterministic RGB picture; no two seeds look alike."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            rows += bytes(((x * 3 + seed * 40) % 256, (y * 5 + seed * 90) % 256, (x * y + seed * 17) % 256))
    return png_file(width, height, zlib.compress(bytes(rows)))


def png_file(width, height, data):
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def data_uri(image, mime="image/png"):
    return f"data:{mime};base64," + base64.b64encode(image).decode()


def wait_for(condition, what, seconds=60):
    """Waits for a condition, not for a time; the limit only ends a test that has failed."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError(f"never happened: {what}")


def make_models(directory, *variants, layout="hf", dtype="f32"):
    for variant in variants:
        subprocess.run([BIN / "modeldeck-synthetic-model", "--variant", variant, "--tiny", "--layout", layout,
                        "--dtype", dtype, directory], check=True, stdout=subprocess.DEVNULL)


def children(pid):
    """The runner processes of a modeldeckd."""
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat") as stat:
                text = stat.read()
        except OSError:
            continue
        name = text[text.index("(") + 1:text.rindex(")")]
        state, parent = text[text.rindex(")") + 2:].split()[:2]
        if int(parent) == pid and state != "Z" and name.startswith("modeldeck-runne"):
            found.append(int(entry))
    return found


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        error = self.json["error"]
        return error["code"] if isinstance(error, dict) else error

    def vector(self, index=0):
        return self.json["data"][index]["embedding"]


class Daemon:
    """A running modeldeckd."""

    def __init__(self, directory, models, *options, environment=None, wait=True):
        self.directory = pathlib.Path(directory)
        environment = {**os.environ, "HOME": str(self.directory), "HF_HUB_CACHE": str(self.directory / "no-cache"),
                       "XDG_RUNTIME_DIR": str(self.directory), "MODELDECK_OLLAMA_ENABLED": "no", **(environment or {})}
        self.log = open(self.directory / "stderr.log", "ab")
        self.process = subprocess.Popen(
            [BIN / "modeldeckd", "--state-dir", self.directory / "state", "--models-dir", models,
             "--config", self.directory / "config.json", "--port", "0", *options],
            stdout=subprocess.PIPE, stderr=self.log, env=environment, text=True)
        self.port = None
        if wait:
            line = self.process.stdout.readline()
            assert line.startswith("listening on http://127.0.0.1:"), (line, self.stderr())
            self.port = int(line.strip().rsplit(":", 1)[1])

    @property
    def pid(self):
        return self.process.pid

    def stderr(self):
        return (self.directory / "stderr.log").read_text(errors="replace")

    def connect(self, timeout=120):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def request(self, method, path, body=None, headers=None, timeout=120):
        connection = self.connect(timeout)
        try:
            if isinstance(body, (dict, list)):
                body = json.dumps(body)
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path):
        return self.request("GET", path)

    def post(self, path, body=None, **more):
        return self.request("POST", path, body, **more)

    def embed(self, inputs, **fields):
        return self.post("/v1/embeddings", {"input": inputs, **fields})

    def embed_image(self, image, **fields):
        return self.embed([data_uri(image)], modality="image", **fields)

    def status(self):
        return self.get("/api/rag/embedding/status").json

    def models(self):
        return {model["model_id"]: model for model in self.get("/api/rag/embedding/models").json["vision"]}

    def state(self, model):
        return self.models()[model]["state"]

    def receipts(self):
        return self.get("/api/rag/embedding/receipts").json["receipts"]

    def runners(self):
        return children(self.pid)

    def threads(self):
        return len(os.listdir(f"/proc/{self.pid}/task"))

    def descriptors(self):
        """How many it has, beside those of its state's files: SQLite opens what it needs when it first writes."""
        def is_other(descriptor):
            try:
                return not os.readlink(f"/proc/{self.pid}/fd/{descriptor}").startswith(str(self.directory / "state"))
            except OSError:
                return False  # closed meanwhile
        return sum(map(is_other, os.listdir(f"/proc/{self.pid}/fd")))

    def end(self, signal_number=signal.SIGTERM, timeout=5):
        """Ends it as a person would; fails if that takes longer than it may."""
        self.process.send_signal(signal_number)
        status = self.process.wait(timeout)
        self.log.close()
        self.process.stdout.close()
        return status

    def destroy(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if not self.process.stdout.closed:
            self.process.stdout.close()
        self.log.close()


class DaemonTest(unittest.TestCase):
    """A modeldeckd of its own for each test, with two tiny models."""
    options = ()
    variants = (SMALL, LARGE)
    environment = None

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="modeldeck-e2e-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.models_dir = self.directory / "models"
        make_models(self.models_dir, *self.variants)
        self.daemon = Daemon(self.directory, self.models_dir, *self.options, environment=self.environment)
        self.addCleanup(self.daemon.destroy)

    def assert_serves(self, model=SMALL):
        answer = self.daemon.embed("still here", model=model)
        self.assertEqual(answer.status, 200, answer.body)

    def assert_nothing_is_left_after(self, work):
        """Work may load models: without one, there is no descriptor and no thread more than before it."""
        def unloaded():
            self.daemon.post("/api/rag/embedding/unload/vision")
            self.assertEqual(self.daemon.runners(), [])
        self.assert_serves()  # what is made once for the first model is no leak
        unloaded()
        descriptors, threads = self.daemon.descriptors(), self.daemon.threads()
        work()
        unloaded()
        wait_for(lambda: self.daemon.descriptors() <= descriptors, "no descriptor more")
        wait_for(lambda: self.daemon.threads() <= threads, "no thread more")


def in_parallel(count, work):
    """Runs work(i) in threads; gives the results in order, or the first exception."""
    results = [None] * count

    def run(i):
        try:
            results[i] = work(i)
        except BaseException as error:  # noqa: B902 handed to the caller below
            results[i] = error

    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results
