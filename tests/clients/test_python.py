# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients for Python: openai, ollama, LangChain, LlamaIndex, Prometheus; of CLIP models and of those in Ollama."""
import asyncio
import pathlib
import re
import shutil
import subprocess
import time
import unittest

import httpx
import ollama
import openai
from langchain_ollama import OllamaEmbeddings
from langchain_openai import OpenAIEmbeddings
from llama_index.embeddings.ollama import OllamaEmbedding
from llama_index.embeddings.openai_like import OpenAILikeEmbedding
from prometheus_client.parser import text_string_to_metric_families
from served import SMALL, TEXT, ServedTest, data_uri, png, wait_for


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

    def test_embeds_texts_in_ollama(self):
        for model in (TEXT, TEXT + ":latest"):
            answer = self.client.embeddings.create(model=model, input=["a cat", "a dog sleeps"])
            self.assertEqual([len(item.embedding) for item in answer.data], [1024, 1024])
            self.assertEqual(answer.usage.total_tokens, 5)
        cut = self.client.embeddings.create(model=TEXT, input="a cat", dimensions=512)
        self.assertEqual(len(cut.data[0].embedding), 512)
        self.assertAlmostEqual(length(cut.data[0].embedding), 1, places=3)

    def test_embeds_images(self):
        answer = self.client.embeddings.create(model=SMALL, input=[data_uri(png())], extra_body={"modality": "image"})
        self.assertEqual(len(answer.data[0].embedding), 512)

    def test_lists_models(self):
        names = [model.id for model in self.client.models.list()]
        self.assertIn(SMALL, names)
        self.assertIn(TEXT, names)
        self.assertEqual(self.client.models.list().data[0].object, "model")
        for name in (SMALL, TEXT):
            self.assertEqual(self.client.models.retrieve(name).id, name)
        with self.assertRaises(openai.NotFoundError):
            self.client.models.retrieve("no/such")

    def test_works_asynchronously_and_many_at_once(self):
        async def embed_all():
            async with openai.AsyncOpenAI(base_url=self.url + "/v1", api_key="unused", max_retries=0) as client:
                return await asyncio.gather(*(client.embeddings.create(model=SMALL, input=[f"cat {i}"] * (i % 3 + 1))
                                              for i in range(50)))
        answers = asyncio.run(embed_all())
        self.assertEqual([len(answer.data) for answer in answers], [i % 3 + 1 for i in range(50)])

    def test_errors_are_its_own(self):
        with self.assertRaises(openai.NotFoundError) as caught:
            self.client.embeddings.create(model="no/such", input="a")
        self.assertEqual(caught.exception.code, "model_not_found")
        with self.assertRaises(openai.BadRequestError) as caught:
            self.client.embeddings.create(model=SMALL, input=[1, 2, 3])
        self.assertEqual(caught.exception.param, "input")
        self.assertIn("check_embedding_ctx_length=False", caught.exception.message)


class LangChain(ServedTest):
    def check(self, embeddings, dimension):
        documents = embeddings.embed_documents(["a cat", "a dog", "a house"])
        self.assertEqual([len(vector) for vector in documents], [dimension] * 3)
        for a, b in zip(documents[0], embeddings.embed_query("a cat"), strict=True):
            self.assertAlmostEqual(a, b, places=2)

    def test_embeds_documents_and_queries(self):
        for model, dimension in ((SMALL, 512), (TEXT, 1024)):
            self.check(OpenAIEmbeddings(model=model, base_url=self.url + "/v1", api_key="unused",
                                        check_embedding_ctx_length=False), dimension)

    def test_takes_us_for_ollama(self):
        for model, dimension in ((SMALL, 512), (TEXT, 1024)):
            self.check(OllamaEmbeddings(model=model, base_url=self.url), dimension)

    def test_token_ids_get_an_error_that_says_what_to_set(self):
        with self.assertRaisesRegex(openai.BadRequestError, "check_embedding_ctx_length=False"):
            OpenAIEmbeddings(model=SMALL, base_url=self.url + "/v1", api_key="unused",
                             tiktoken_enabled=False).client.create(model=SMALL, input=[[1, 2, 3]])


class LlamaIndex(ServedTest):
    def check(self, embedding, dimension):
        self.assertEqual(len(embedding.get_query_embedding("a cat")), dimension)
        texts = embedding.get_text_embedding_batch([f"cat {i}" for i in range(25)])
        self.assertEqual([len(vector) for vector in texts], [dimension] * 25)

    def test_speaks_openai(self):
        for model, dimension in ((SMALL, 512), (TEXT, 1024)):
            self.check(OpenAILikeEmbedding(model_name=model, api_base=self.url + "/v1", api_key="unused"), dimension)

    def test_takes_us_for_ollama(self):
        for model, dimension in ((SMALL, 512), (TEXT, 1024)):
            self.check(OllamaEmbedding(model_name=model, base_url=self.url), dimension)


class Ollama(ServedTest):
    def setUp(self):
        self.client = ollama.Client(host=self.url)

    @staticmethod
    def names(models):
        return [model.model.removesuffix(":latest") for model in models]

    def test_embeds(self):
        for model, dimension in ((SMALL, 512), (TEXT, 1024)):
            answer = self.client.embed(model=model, input=["a cat", "a dog"], keep_alive="10m")
            self.assertEqual([len(vector) for vector in answer.embeddings], [dimension] * 2)
            self.assertAlmostEqual(length(answer.embeddings[0]), 1, places=3)
            self.assertGreater(answer.total_duration, 0)
            self.assertGreater(answer.prompt_eval_count, 0)
            self.assertEqual(answer.model, model)
            self.assertEqual(len(self.client.embed(model=model, input="a cat").embeddings), 1)
            self.assertEqual(len(self.client.embeddings(model=model, prompt="a cat").embedding), dimension)

    def test_lists_and_shows(self):
        for model, family, capability in ((SMALL, "clip", "embedding"), (TEXT, "bert", "embedding")):
            self.client.embed(model=model, input="a cat")
            self.assertIn(model, self.names(self.client.list().models))
            self.assertIn(model, self.names(self.client.ps().models))
            shown = self.client.show(model)
            self.assertEqual(shown.details.family, family)
            self.assertIn(capability, shown.capabilities)
        running = {entry.model.removesuffix(":latest"): entry for entry in self.client.ps().models}
        self.assertGreater(running[SMALL].size, 0)
        self.assertGreater(running[SMALL].expires_at.timestamp(), time.time())

    def test_keep_alive_of_0_unloads(self):
        for model in (SMALL, TEXT):
            self.client.embed(model=model, input="a cat")
            self.client.generate(model=model, keep_alive=0)
            wait_for(lambda: model not in self.names(self.client.ps().models), f"{model} is unloaded")

    def test_says_its_version(self):
        answer = httpx.get(self.url + "/api/version")
        self.assertRegex(answer.json()["version"], r"^\d+\.\d+\.\d+")

    def test_errors_are_its_own(self):
        for call in (lambda: self.client.embed(model="no/such", input="a"), lambda: self.client.show("no/such")):
            with self.assertRaises(ollama.ResponseError) as caught:
                call()
            self.assertEqual(caught.exception.status_code, 404)
            self.assertIn("no/such", caught.exception.error)


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
