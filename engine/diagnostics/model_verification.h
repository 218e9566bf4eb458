// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "engine/catalog/catalog.h"
#include "engine/diagnostics/diagnosis.h"
#include "engine/snapshot.h"

#include <stop_token>

namespace modeldeck {

// Looks into a model's files: the weights' headers and sizes, the index against the shards that it names, the
// JSON files, and the SHA-256 of every file whose name in the Hugging Face cache is one. Runs in any thread;
// nothing when it was told to stop.
std::optional<Verification> verifyModel(const CatalogEntry &model, const std::stop_token &stop = {});

// Verifies models in a thread of its own, one after another, so that the engine's is never held up. Lives in
// the engine thread; its end stops what runs, which is then not answered.
class ModelVerifier
{
public:
    ModelVerifier();
    ~ModelVerifier();

    // Text models are Ollama's, which checks its own files: an error, as is one that is not on disk.
    void verify(const Catalog &catalog, const QString &modelId,
                std::function<void(Result<Verification>)> done);

private:
    std::shared_ptr<Mailbox> m_mailbox; // ours
    std::stop_source m_stop;
    WorkerThread m_thread;
};

} // namespace modeldeck
