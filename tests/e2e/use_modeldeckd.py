#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""For package_root.sh, inside the root: starts the installed modeldeckd, embeds a text, unloads, and leaves the number
of receipts in its history in /packages/receipts. Standard library only."""
import json
import os
import pathlib
import subprocess
import urllib.request

here = pathlib.Path("/packages")
models = pathlib.Path.home() / ".local/share/modeldeck/models"
models.mkdir(parents=True, exist_ok=True)
if not any(models.iterdir()):
    subprocess.run([here / "modeldeck-synthetic-model", "--variant", "ViT-B-32/openai", "--tiny", models], check=True)

server = subprocess.Popen(["modeldeckd", "--port", "0"], stdout=subprocess.PIPE, text=True)
try:
    url = server.stdout.readline().split()[-1].rstrip("/")

    def call(path, body=None, method=None):
        request = urllib.request.Request(url + path, None if body is None else json.dumps(body).encode(), method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)

    answer = call("/v1/embeddings", {"model": "ViT-B-32/openai", "input": "a photo of a cat"})
    assert len(answer["data"][0]["embedding"]) > 8, answer
    settings = {row["key"]: row["value"] for row in call("/api/rag/embedding/config")["settings"]}
    assert settings["max_loaded_models"] == 3, settings
    call("/api/rag/embedding/unload/vision", method="POST")
    (here / "receipts").write_text(str(len(call("/api/rag/embedding/receipts")["receipts"])))
finally:
    server.terminate()
    assert server.wait(30) == 0, "it did not end in order"
assert os.path.isdir(pathlib.Path.home() / ".local/state/modeldeck")
