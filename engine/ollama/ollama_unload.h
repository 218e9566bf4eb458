// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ollama/ollama_embed_job.h"
#include "engine/port/unload_meter.h"

namespace modeldeck {

// Unloads one model in Ollama: asks for it, and believes it when /api/ps no longer lists it. Destroyed, it
// gives up.
class OllamaUnload : public QObject
{
    Q_OBJECT
public:
    struct Order
    {
        QString modelId;
        MemoryUse held;                   // as Ollama reported it
        UnloadMeter::Available available; // empty: its memory is another machine's
        std::chrono::milliseconds patience{10'000};
    };

    OllamaUnload(OllamaClient &client, Order order);
    ~OllamaUnload() override;

    // `done` is called once: with what was seen, or with ModelBusy where Ollama still has it. When Ollama
    // goes away meanwhile the model counts as unloaded, and nothing as returned.
    void start(Done<UnloadMeasurement> done);
    bool isConfirmed() const { return m_isConfirmed; } // or had to be believed: an old version does not tell

private:
    void asked(const Result<void> &result);
    void askOldVersion();
    void look();
    void looked(const Result<std::vector<OllamaProcess>> &running);
    void finish(const Result<UnloadMeasurement> &result);

    OllamaClient &m_client;
    Order m_order;
    Done<UnloadMeasurement> m_done;
    OllamaClient::CallId m_call = 0;
    std::unique_ptr<OllamaEmbedJob> m_job; // that unloads in an old version
    std::optional<UnloadMeter> m_meter;
    std::chrono::milliseconds m_pause;
    QTimer m_timer;
    bool m_isConfirmed = false;
};

} // namespace modeldeck
