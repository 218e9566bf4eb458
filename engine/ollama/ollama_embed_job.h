// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/requests.h"
#include "engine/ollama/ollama_client.h"

namespace modeldeck {

// One embed call, from the texts to checked vectors; without texts it loads the model, or renews its time.
// Destroyed, it aborts what runs.
//
// All texts go in one batch. Where this version of Ollama has no such call, or where the vectors are wanted
// as the model gives them (the batch's are normalised), they go one by one instead.
class OllamaEmbedJob
{
public:
    OllamaEmbedJob(OllamaClient &client, OllamaClient::EmbedCall call, bool normalize, Done<Embeddings> done);
    ~OllamaEmbedJob() { m_client.cancel(m_call); }
    Q_DISABLE_COPY_MOVE(OllamaEmbedJob)

private:
    void sendBatch();
    void tookBatch(const Result<OllamaEmbeddings> &result);
    void findTooLong(const Error &error);
    void sendNext();
    void tookNext(const Result<OllamaEmbeddings> &result);
    void finish();
    void answer(Result<Embeddings> result);

    OllamaClient &m_client;
    OllamaClient::EmbedCall m_wanted;
    bool m_normalize;
    Done<Embeddings> m_done;
    OllamaClient::CallId m_call = 0;
    Embeddings m_result;
    int m_taken = 0; // of those that go one by one
    std::chrono::steady_clock::time_point m_since = std::chrono::steady_clock::now();
};

// Scales each row to length 1.
void normalizeRows(std::vector<float> &values, int dimension);

} // namespace modeldeck
