// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/requests.h"
#include "engine/catalog/catalog.h"
#include "engine/config/settings.h"
#include "engine/port/loaded_model.h"

#include <QObject>

namespace modeldeck {

// Handles one kind of model: loads, embeds and unloads what the scheduler says, and decides nothing. Engine
// thread. Every call returns at once, and the answer is a later signal.
class EmbeddingService : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    // → loaded() or loadFailed()
    virtual void load(const CatalogEntry &model, const Settings &settings) = 0;
    // → embedded() or embedFailed(), unless the model is unloaded or crashes first
    virtual void embed(const QString &modelId, RequestId id, const EmbedRequest &request) = 0;
    // Nobody waits for the answer any more. The signal still comes.
    virtual void cancel(const QString &modelId, RequestId id) = 0;
    // Unloads it whatever it is doing. → unloaded(), or unloadFailed() if we can't force that
    virtual void unload(const QString &modelId) = 0;
    // For the sweep. A failed reading of memory proves nothing.
    virtual bool isThere(const QString &modelId) const = 0;
    // Reads it now. Nothing if the model is not loaded or can't be read.
    virtual std::optional<MemoryUse> readMemory(const QString &modelId) = 0;

Q_SIGNALS:
    void loaded(const QString &modelId, const modeldeck::LoadedInfo &info);
    void loadFailed(const QString &modelId, const modeldeck::Error &error);
    void embedded(const QString &modelId, modeldeck::RequestId id, const modeldeck::Embeddings &result);
    void embedFailed(const QString &modelId, modeldeck::RequestId id, const modeldeck::Error &error);
    void unloaded(const QString &modelId, const modeldeck::UnloadMeasurement &seen);
    void unloadFailed(const QString &modelId, const modeldeck::Error &error); // it is still loaded
    void crashed(const QString &modelId, const modeldeck::Error &error,
                 const modeldeck::UnloadMeasurement &seen);
    // Another program, or an earlier run of ours, loaded the model in a server that is not ours, or it
    // was unloaded there.
    void foundLoaded(const QString &modelId, const modeldeck::LoadedInfo &info, bool isOurs);
    void foundUnloaded(const QString &modelId);
};

} // namespace modeldeck
