// SPDX-License-Identifier: GPL-3.0-or-later
// node javascript.mjs CLIENT URL MODEL DIMENSION FAMILY
import assert from "node:assert/strict";
import { Ollama } from "ollama";
import OpenAI from "openai";

const [client, url, model, length, family] = process.argv.slice(2);
const dimension = Number(length);

const clients = {
  async openai() {
    const openai = new OpenAI({ baseURL: url + "/v1", apiKey: "unused", maxRetries: 0 });
    const packed = await openai.embeddings.create({ model, input: ["a cat", "a dog"] }); // as base64
    assert.deepEqual(packed.data.map((item) => item.embedding.length), [dimension, dimension]);
    const floats = await openai.embeddings.create({ model, input: "a cat", encoding_format: "float" });
    floats.data[0].embedding.forEach((value, i) => assert.ok(Math.abs(value - packed.data[0].embedding[i]) < 0.02));
    assert.ok((await openai.models.list()).data.some((entry) => entry.id === model));
    assert.equal((await openai.models.retrieve(model)).id, model);
    await assert.rejects(openai.embeddings.create({ model: "no/such", input: "a" }), { status: 404, code: "model_not_found" });
  },

  async ollama() {
    const ollama = new Ollama({ host: url });
    const answer = await ollama.embed({ model, input: ["a cat", "a dog"], keep_alive: "10m" });
    assert.deepEqual(answer.embeddings.map((vector) => vector.length), [dimension, dimension]);
    assert.equal((await ollama.embeddings({ model, prompt: "a cat" })).embedding.length, dimension);
    const named = (entry) => entry.name.replace(/:latest$/, "") === model;
    assert.ok((await ollama.list()).models.some(named));
    assert.ok((await ollama.ps()).models.some(named));
    assert.equal((await ollama.show({ model })).details.family, family);
    assert.ok((await ollama.version()).version);
    await ollama.generate({ model, keep_alive: 0 });
    assert.equal((await ollama.embed({ model, input: "a cat" })).embeddings.length, 1);
    await assert.rejects(ollama.embed({ model: "no/such", input: "a" }), { status_code: 404 });
  },
};

await clients[client]();
