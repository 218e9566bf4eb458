// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/loads.h"

namespace modeldeck {

// Requests on their way through the models: each takes a lease, is sent when the runner can take it, and
// gives up its lease when it is answered or cancelled. Engine thread.
class Requests
{
public:
    Requests(Models &models, Loads &loads, Unloads &unloads);

    // Loads the model where it must.
    void add(ModelSlot &slot, PendingEmbed pending);
    // Sends what the runner can take.
    void pump(ModelSlot &slot);
    // Who is to get the answer; nothing for a request that was cancelled or broken off.
    std::optional<PendingEmbed> answered(ModelSlot &slot, RequestId id, Result<Embeddings> &result);
    bool cancel(ModelSlot &slot, RequestId id); // whether it was one of this model's

private:
    void leaseEnded(ModelSlot &slot);

    Models &m_models;
    Loads &m_loads;
    Unloads &m_unloads;
};

} // namespace modeldeck
