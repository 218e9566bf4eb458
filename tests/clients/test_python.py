# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients for Python: openai, ollama, LangChain, Prometheus."""
import pathlib
import re
import shutil
import subprocess
import unittest

import ollama
import openai
from langchain_openai import OpenAIEmbeddings
from prometheus_client.parser import text_string_to_metric_families
from served import SMALL, ServedTest, data_uri, png


def length(vector):
    return sum(value * value for value in vector) ** 0.5


class OpenAi(ServedTest):
    def setUp(self):
        self.client = openai.OpenAI(base_url=self.url + "/v1", api_key="unused", max_retries=0)
        self.addCleanup(self.client.close)

    def test_embeds_texts_as_base64_which_it_asks_for_by_itself(self):
        answer = self.client.embeddings.create(model=SMALL, input=["a cat", "a dog"])
        self.assertEqual([len(item.embedding) for item in answer.data], [512, 512])
        self.assertAlmostEqual(length(answer.data[0].embedding), 1, places=3)
        self.assertEqual(answer.model, SMALL)
        self.assertGreater(answer.usage.prompt_tokens, 0)

    def test_embeds_texts_as_numbers(self):
        floats = self.client.embeddings.create(model=SMALL, input="a cat", encoding_format="float")
        packed = self.client.embeddings.create(model=SMALL, input="a cat")
        for a, b in zip(floats.data[0].embedding, packed.data[0].embedding, strict=True):
            self.assertAlmostEqual(a, b, places=6)

    def test_embeds_images(self):
        answer = self.client.embeddings.create(model=SMALL, input=[data_uri(png())], extra_body={"modality": "image"})
        self.assertEqual(len(answer.data[0].embedding), 512)

    def test_lists_models(self):
        self.assertIn(SMALL, [model.id for model in self.client.models.list()])

    def test_errors_are_its_own(self):
        with self.assertRaises(openai.NotFoundError) as caught:
            self.client.embeddings.create(model="no/such", input="a")
        self.assertEqual(caught.exception.code, "model_not_found")
        with self.assertRaises(openai.BadRequestError) as caught:
            self.client.embeddings.create(model=SMALL, input=[1, 2, 3])
        self.assertEqual(caught.exception.param, "input")
        self.assertIn("check_embedding_ctx_length=False", caught.exception.message)


class LangChain(ServedTest):
    def test_embeds_documents_and_queries(self):
        embeddings = OpenAIEmbeddings(model=SMALL, base_url=self.url + "/v1", api_key="unused",
                                      check_embedding_ctx_length=False)
        documents = embeddings.embed_documents(["a cat", "a dog", "a house"])
        self.assertEqual([len(vector) for vector in documents], [512] * 3)
        for a, b in zip(documents[0], embeddings.embed_query("a cat"), strict=True):
            self.assertAlmostEqual(a, b, places=2)


class Ollama(ServedTest):
    def setUp(self):
        self.client = ollama.Client(host=self.url)

    def test_embeds(self):
        answer = self.client.embed(model=SMALL, input=["a cat", "a dog"], keep_alive="10m")
        self.assertEqual([len(vector) for vector in answer.embeddings], [512, 512])
        self.assertAlmostEqual(length(answer.embeddings[0]), 1, places=3)
        self.assertGreater(answer.total_duration, 0)
        self.assertEqual(len(self.client.embeddings(model=SMALL, prompt="a cat").embedding), 512)

    def test_lists_and_shows(self):
        self.client.embed(model=SMALL, input="a cat")
        self.assertIn(SMALL, [model.model.removesuffix(":latest") for model in self.client.list().models])
        self.assertIn(SMALL, [model.model.removesuffix(":latest") for model in self.client.ps().models])
        self.assertEqual(self.client.show(SMALL).details.family, "clip")

    def test_errors_are_its_own(self):
        with self.assertRaises(ollama.ResponseError) as caught:
            self.client.embed(model="no/such", input="a")
        self.assertEqual(caught.exception.status_code, 404)


class Prometheus(ServedTest):
    def test_parses_the_metrics(self):
        self.daemon.embed("a cat", model=SMALL)
        text = self.daemon.get("/metrics").body.decode()
        families = {family.name: family for family in text_string_to_metric_families(text)}
        self.assertTrue(families)
        self.assertEqual([name for name in families if not name.startswith("modeldeck_")], [])
        self.assertEqual([family.name for family in families.values() if not family.documentation], [])
        self.assertEqual([family.name for family in families.values() if family.type == "unknown"], [])

    def test_the_alerts_ask_for_metrics_that_exist(self):
        rules = pathlib.Path(__file__).parents[2] / "resources/prometheus/alerts.yml"
        asked = set(re.findall(r"\bmodeldeck_[a-z_]+", rules.read_text()))
        told = set(re.findall(r"^# TYPE (\w+)", self.daemon.get("/metrics").body.decode(), re.MULTILINE))
        self.assertTrue(asked)
        self.assertEqual(asked - told, set())

    @unittest.skipUnless(shutil.which("promtool"), "there is no promtool")
    def test_promtool_has_nothing_to_say(self):
        self.daemon.embed("a cat", model=SMALL)
        checked = subprocess.run(["promtool", "check", "metrics"], input=self.daemon.get("/metrics").body,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual((checked.returncode, checked.stdout), (0, b""))


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # clients leave sockets to the collector
