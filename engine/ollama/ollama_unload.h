// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/memory/system_memory.h"
#include "engine/ollama/ollama_client.h"
#include "engine/port/loaded_model.h"

namespace modeldeck {

// Sees one model out of Ollama: asks for it, and believes it when /api/ps no longer lists it. Destroyed, it
// gives up.
class OllamaUnload : public QObject
{
    Q_OBJECT
public:
    struct Leaving
    {
        QString modelId;
        MemoryUse held;            // as Ollama reported it
        bool onThisMachine = true; // its memory is ours
        std::chrono::milliseconds patience{10'000};
    };

    OllamaUnload(OllamaClient &client, Leaving leaving);
    ~OllamaUnload() override;

    // `then` is called once: with what was seen, or with ModelBusy where Ollama still has it. When Ollama
    // goes away meanwhile the model counts as gone, and nothing as returned.
    void start(Done<UnloadMeasurement> done);
    bool sawItGo() const { return m_sawItGo; } // or had to believe it: an old version does not tell

private:
    void asked(const Result<void> &result);
    void askOldVersion();
    void look();
    void looked(const Result<std::vector<OllamaProcess>> &running);
    void awaitMemory(int readings);
    void finish(const MemoryUse &returned, Bytes systemAvailable);
    std::chrono::nanoseconds elapsed() const { return std::chrono::steady_clock::now() - m_since; }

    OllamaClient &m_client;
    Leaving m_leaving;
    Done<UnloadMeasurement> m_done;
    OllamaClient::CallId m_call = 0;
    std::chrono::steady_clock::time_point m_since;
    std::optional<MemInfo> m_before;
    std::chrono::milliseconds m_pause;
    QTimer m_timer;
    bool m_sawItGo = false;
};

} // namespace modeldeck
