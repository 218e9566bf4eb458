# SPDX-License-Identifier: GPL-3.0-or-later
"""A photo is embedded, the model goes, and the memory is proven to be back."""
import base64
import math
import struct
import unittest

from harness import LARGE, SMALL, DaemonTest, alive, data_uri, in_parallel, png, wait_for


class Embedding(DaemonTest):
    def test_a_photo_loads_the_model_by_itself_and_unload_proves_the_memory_back(self):
        self.assertEqual(self.daemon.runners(), [])
        answer = self.daemon.embed_image(png(), model=SMALL)
        self.assertEqual(answer.status, 200, answer.body)
        vector = answer.vector()
        self.assertEqual(len(vector), 512)
        self.assertAlmostEqual(math.sqrt(sum(v * v for v in vector)), 1, places=3)
        self.assertEqual(answer.json["model"], SMALL)
        runner, = self.daemon.runners()

        status = self.daemon.status()["vision_embeddings"]
        self.assertTrue(status["loaded"])
        self.assertEqual(status["model_info"]["model_id"], SMALL)
        self.assertGreater(status["memory_usage"]["ram_mb"], 1)

        answer = self.daemon.post("/api/rag/embedding/unload/vision")
        self.assertEqual(answer.status, 200)
        self.assertIs(answer.json["unloaded"], True)
        self.assertEqual(answer.json["model_ids"], [SMALL])
        receipt, = answer.json["receipts"]
        self.assertEqual(receipt["reason"], "manual")
        shown = status["memory_usage"]["ram_mb"]
        self.assertGreater(receipt["held"]["ram_mb"], 0.8 * shown)
        self.assertEqual(receipt["returned"]["ram_mb"], receipt["held"]["ram_mb"])
        self.assertFalse(alive(runner))
        self.assertEqual(self.daemon.receipts(), [receipt])
        self.assertFalse(self.daemon.status()["vision_embeddings"]["loaded"])

    def test_unloading_nothing_says_so(self):
        answer = self.daemon.post("/api/rag/embedding/unload/vision")
        self.assertEqual((answer.status, answer.json["unloaded"]), (200, False))

    def test_the_same_input_gives_the_same_vector_alone_in_a_batch_and_after_a_reload(self):
        images = [png(seed=i) for i in range(5)]
        alone = self.daemon.embed_image(images[3], model=SMALL).vector()
        batch = self.daemon.embed([data_uri(i) for i in images], model=SMALL, modality="image")
        self.assertEqual([d["index"] for d in batch.json["data"]], [0, 1, 2, 3, 4])
        self.assertGreater(sum(a * b for a, b in zip(alone, batch.vector(3))), 0.999)
        self.assertLess(sum(a * b for a, b in zip(alone, batch.vector(2))), 0.99999)
        self.daemon.post("/api/rag/embedding/unload/vision")
        again = self.daemon.embed_image(images[3], model=SMALL).vector()
        self.assertEqual(alone, again)

    def test_base64_is_the_same_vector_as_little_endian_floats(self):
        floats = self.daemon.embed("a cat", model=SMALL).vector()
        packed = self.daemon.embed("a cat", model=SMALL, encoding_format="base64").vector()
        for a, b in zip(floats, struct.unpack("<512f", base64.b64decode(packed))):
            self.assertEqual(struct.pack("<f", a), struct.pack("<f", b))

    def test_texts_and_images_mix_in_order(self):
        text = self.daemon.embed("a cat", model=SMALL).vector()
        image = self.daemon.embed_image(png(), model=SMALL).vector()
        mixed = self.daemon.embed([{"image": data_uri(png())}, {"text": "a cat"}, {"image": data_uri(png(seed=2))}], model=SMALL)
        self.assertEqual(mixed.status, 200, mixed.body)
        self.assertGreater(sum(a * b for a, b in zip(image, mixed.vector(0))), 0.999)
        self.assertGreater(sum(a * b for a, b in zip(text, mixed.vector(1))), 0.999)

    def test_without_a_model_name_an_image_goes_to_the_current_one(self):
        self.assertEqual(self.daemon.embed_image(png()).json["model"], LARGE)  # the default
        self.daemon.post(f"/api/rag/embedding/vision/switch/{SMALL}")
        self.assertEqual(self.daemon.embed_image(png()).json["model"], SMALL)

    def test_two_hundred_clients_at_once_cause_one_load(self):
        def embed_all():
            loads = self.daemon.stderr().count(f"{SMALL} is loading")
            answers = in_parallel(200, lambda i: self.daemon.embed(f"text {i}", model=SMALL))
            self.assertEqual({answer.status for answer in answers}, {200})
            self.assertEqual(len(self.daemon.runners()), 1)
            self.assertEqual(self.daemon.stderr().count(f"{SMALL} is loading"), loads + 1)
        self.assert_nothing_is_left_after(embed_all)
        tracker = self.daemon.status()["tracker_status"]
        self.assertEqual(tracker["clip_vision_embedding"]["usage_count"], 201)


class Switching(DaemonTest):
    def test_switch_swaps_the_models_and_names_the_new_one_everywhere(self):
        self.daemon.embed("x", model=LARGE)
        old, = self.daemon.runners()
        for path in (SMALL, LARGE.replace("/", "%2F"), SMALL):
            answer = self.daemon.post(f"/api/rag/embedding/vision/switch/{path}")
            self.assertEqual(answer.status, 200, answer.body)
            self.assertIs(answer.json["success"], True)
        self.assertEqual(self.daemon.status()["vision_embeddings"]["model_info"]["model_id"], SMALL)
        wait_for(lambda: len(self.daemon.runners()) == 1, "only the new model's runner is left")
        self.assertFalse(alive(old))
        self.assertEqual([r["reason"] for r in self.daemon.receipts()], ["switch"] * 3)

    def test_a_failed_switch_leaves_a_working_model(self):
        self.daemon.embed("x", model=LARGE)
        weights = self.models_dir / SMALL / "model.safetensors"
        weights.write_bytes(b"\x08\0\0\0\0\0\0\0notjson!")
        answer = self.daemon.post(f"/api/rag/embedding/vision/switch/{SMALL}")
        self.assertEqual(answer.status, 500, answer.body)
        self.assertIs(answer.json["success"], False)
        self.assertEqual(answer.json["current_model"], LARGE)
        self.assertIn(b"model.safetensors", answer.body)
        self.assert_serves(LARGE)

    def test_an_id_is_looked_up_never_used_as_a_path(self):
        for bad in ("..%2F..%2Fetc", "../../etc/passwd", "%2e%2e%2f%2e%2e%2fetc", "ViT-B-32", "", "a" * 3000, "%00", "%ff"):
            answer = self.daemon.post(f"/api/rag/embedding/vision/switch/{bad}")
            self.assertIn(answer.status, (400, 404), bad)
        self.assertEqual(self.daemon.runners(), [])


if __name__ == "__main__":
    unittest.main()
