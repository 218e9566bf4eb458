# SPDX-License-Identifier: GPL-3.0-or-later
"""curl, as people call it from a shell."""
import json
import subprocess
import unittest

from served import SMALL, ServedTest, data_uri, png


class Curl(ServedTest):
    def curl(self, path, *options, input=None):
        done = subprocess.run(["curl", "--silent", "--show-error", "--max-time", "60", "--write-out", "\n%{http_code}",
                               *options, self.url + path], input=input, stdout=subprocess.PIPE, check=True)
        body, status = done.stdout.rsplit(b"\n", 1)
        return int(status), body

    def test_posts_without_a_body(self):
        status, body = self.curl("/api/rag/embedding/rescan", "-X", "POST")
        self.assertEqual(status, 200, body)

    def test_posts_json_as_a_form(self):
        status, body = self.curl("/v1/embeddings", "-d", json.dumps({"model": SMALL, "input": "a cat"}))
        self.assertEqual(status, 200, body)
        self.assertEqual(len(json.loads(body)["data"][0]["embedding"]), 512)

    def test_posts_a_file_that_it_asks_first_about(self):
        large = {"model": SMALL, "input": [data_uri(png(700, 700, seed)) for seed in range(3)], "modality": "image"}
        for options in ((), ("-H", "Transfer-Encoding: chunked"), ("-H", "Expect: 100-continue"), ("--http1.0",)):
            status, body = self.curl("/v1/embeddings", *options, "--data-binary", "@-", input=json.dumps(large).encode())
            self.assertEqual(status, 200, (options, body))

    def test_asks_for_the_head(self):
        status, body = self.curl("/livez", "--head")
        self.assertEqual(status, 200)
        self.assertIn(b"Content-Length:", body)

    def test_follows_events(self):
        with subprocess.Popen(["curl", "--silent", "--no-buffer", self.url + "/api/events"],
                              stdout=subprocess.PIPE) as events:
            self.addCleanup(events.kill)
            self.assertEqual(events.stdout.readline(), b"retry: 2000\n")
            self.daemon.post("/api/rag/embedding/unload/vision")
            self.daemon.embed("a cat", model=SMALL)
            while not events.stdout.readline().startswith(b"event: state"):
                pass
            events.kill()

    def test_a_model_may_be_named_with_a_plain_slash_or_an_escaped_one(self):
        for name in (SMALL, SMALL.replace("/", "%2F")):
            status, body = self.curl(f"/api/rag/embedding/vision/load/{name}", "-X", "POST")
            self.assertEqual(status, 200, body)


if __name__ == "__main__":
    unittest.main()
