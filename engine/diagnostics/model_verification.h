// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "engine/catalog/catalog.h"
#include "engine/diagnostics/diagnosis.h"
#include "engine/snapshot.h"

#include <stop_token>

namespace modeldeck {

// Checks a model's files: the weights' headers and sizes, the index against its shards, the JSON files, and
// the SHA-256 of every file whose name in the Hugging Face cache is a hash. Runs in any thread; returns
// nothing if it was told to stop.
std::optional<Verification> verifyModel(const CatalogEntry &model, const std::stop_token &stop = {});

// Verifies models one after another in a thread of its own, so that it never blocks the engine thread, in
// which it lives. Its destructor stops a running verification, which is then not answered.
class ModelVerifier
{
public:
    ModelVerifier();
    ~ModelVerifier();

    // Fails for text models, because Ollama checks its own files, and for models that are not on disk.
    void verify(const Catalog &catalog, const QString &modelId,
                std::function<void(Result<Verification>)> done);

private:
    std::shared_ptr<Mailbox> m_mailbox; // ours
    std::stop_source m_stop;
    WorkerThread m_thread;
};

} // namespace modeldeck
