# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input gets a clear error; nothing is lost, nothing left running."""
import http.client
import json
import os
import shutil
import socket
import unittest

from harness import LARGE, SMALL, DaemonTest, data_uri, png, png_file, wait_for


class Inputs(DaemonTest):
    def assert_refused(self, answer, status, code, index=None):
        self.assertEqual((answer.status, answer.code), (status, code), answer.body)
        if index is not None:
            self.assertIn(f"input {index}:", answer.json["error"]["message"])
            self.assertEqual(answer.json["error"]["param"], "input")
        return answer

    def test_images_that_are_none(self):
        good = png()
        svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="/etc/passwd"/></svg>'
        for name, bad in {"not an image": b"hello" * 100, "truncated": good[:len(good) // 2], "empty": b"", "SVG": svg,
                          "PDF": b"%PDF-1.4\n%%EOF", "header only": good[:40]}.items():
            with self.subTest(name):
                answer = self.daemon.embed([data_uri(good), data_uri(bad)], model=SMALL, modality="image")
                self.assert_refused(answer, 400, "invalid_image" if bad else answer.code, index=1)
        self.assert_serves()

    def test_one_pixel_is_an_image(self):
        self.assertEqual(self.daemon.embed_image(png(1, 1), model=SMALL).status, 200)

    def test_an_image_of_400_megapixels_is_refused_before_it_is_decoded(self):
        answer = self.daemon.embed_image(png_file(20000, 20000, b""), model=SMALL)
        self.assert_refused(answer, 413, "payload_too_large")
        self.assert_serves()

    def test_too_few_and_too_many_inputs(self):
        self.assert_refused(self.daemon.embed([], model=SMALL), 400, "invalid_request")
        self.assert_refused(self.daemon.embed("", model=SMALL), 400, "invalid_request")
        self.assert_refused(self.daemon.embed(["x"] * 2049, model=SMALL), 400, "invalid_request")

    def test_a_text_of_100000_words_is_too_long_unless_truncated(self):
        text = "word " * 100_000
        self.assert_refused(self.daemon.embed(["short", text], model=SMALL), 400, "invalid_request", index=1)
        self.assertEqual(self.daemon.embed(text, model=SMALL, truncate=True).status, 200)
        self.assertEqual(self.daemon.embed("x" * 3_000_000, model=SMALL, truncate=True).status, 200)

    def test_a_url_is_not_fetched(self):
        for url in ("http://127.0.0.1:1/x.png", "https://example.invalid/x.png", "file:///etc/passwd"):
            self.assertEqual(self.daemon.embed([url], model=SMALL, modality="image").status, 400)

    def test_invalid_utf8_and_json(self):
        for body in (b'{"model": "ViT-B-32/openai", "input": "\xff\xfe"}', b"{", b"[]", b"null", b'{"input": NaN}',
                     b"[" * 100_000, b'{"input": 5}', b'{"input": [[1, 2]]}', b'{"input": {}}', b"\xff"):
            answer = self.daemon.post("/v1/embeddings", body)
            self.assertEqual(answer.status, 400, (body[:50], answer.body))
            self.assertIn("error", answer.json)
        self.assert_serves()

    def test_an_unknown_model_names_the_nearest(self):
        answer = self.assert_refused(self.daemon.embed("x", model="ViT-B-32/opnai"), 404, "model_not_found")
        self.assertIn(SMALL, answer.body.decode())
        self.assertEqual(self.daemon.post("/api/rag/embedding/unload/sound").status, 400)


class Files(DaemonTest):
    """A model folder that changes under a loaded model."""

    def setUp(self):
        super().setUp()
        self.assert_serves()
        self.weights = self.models_dir / SMALL / "model.safetensors"

    def assert_fails_then_recovers(self, mend):
        self.assertIn(self.daemon.embed("x", model=SMALL).status, (404, 500))
        self.assert_serves(LARGE)
        mend()
        self.daemon.post("/api/rag/embedding/rescan")
        wait_for(lambda: self.daemon.embed("x", model=SMALL).status == 200, "the mended model serves again")

    def test_touched(self):
        first = self.daemon.embed("x", model=SMALL).vector()
        os.utime(self.weights, (1, 1))
        answer = self.daemon.embed("x", model=SMALL)
        self.assertEqual(answer.status, 500, answer.body)
        self.assertIn(b"changed", answer.body)
        self.assertEqual(self.daemon.embed("x", model=SMALL).vector(), first)

    def test_overwritten_in_place(self):
        good = self.weights.read_bytes()
        with open(self.weights, "r+b") as file:
            file.seek(len(good) // 2)
            file.write(b"\xff" * 4096)
        os.utime(self.weights, (2, 2))
        self.assert_fails_then_recovers(lambda: self.weights.write_bytes(good))

    def test_truncated(self):
        good = self.weights.read_bytes()
        os.truncate(self.weights, 1000)
        self.assert_fails_then_recovers(lambda: self.weights.write_bytes(good))

    def test_removed(self):
        kept = self.directory / "kept"
        shutil.copytree(self.models_dir / SMALL, kept)
        shutil.rmtree(self.models_dir / SMALL)
        self.assert_fails_then_recovers(lambda: shutil.copytree(kept, self.models_dir / SMALL))


class Disconnects(DaemonTest):
    def test_a_thousand_clients_that_go_away_leave_no_lease(self):
        body = json.dumps({"model": SMALL, "modality": "image", "input": [data_uri(png(seed=i)) for i in range(4)]})
        head = f"POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
        request = (head + body).encode()

        def come_and_go():
            for i in range(1000):
                with socket.create_connection(("127.0.0.1", self.daemon.port)) as client:
                    client.sendall(request if i % 2 else request[:len(request) * (i % 97) // 97])
            model = wait_for(lambda: (lambda m: m if m["in_flight"] == 0 and m["queued"] == 0 else None)(
                self.daemon.status()["vision_embeddings"]["models"][0]) if self.daemon.status()["vision_embeddings"]["models"] else None,
                "no lease is left")
            self.assertEqual(model["model_id"], SMALL)
            self.assert_serves()
            self.assertLessEqual(len(self.daemon.runners()), 1)
        self.assert_nothing_is_left_after(come_and_go)


if __name__ == "__main__":
    unittest.main()
