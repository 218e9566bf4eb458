// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/worker_thread.h"
#include "engine/engine_core.h"

#include <atomic>

namespace modeldeck {

namespace {

// The engine's face for other threads: each call is posted to the engine thread.
class LocalEngine : public Engine
{
public:
    explicit LocalEngine(EngineOptions options) : m_core(QStringLiteral("engine"), std::move(options)) {}

    RequestId embed(EmbedRequest request, Reply<Embeddings> reply) override
    {
        const RequestId id = ++m_lastRequest;
        command([id, request = std::move(request), reply](EngineCore &core) mutable {
            core.scheduler().embed(id, std::move(request), core.answerTo(reply));
        });
        return id;
    }

    void cancel(RequestId request) override
    {
        command([request](EngineCore &core) { core.cancel(request); });
    }

    void load(const QString &modelId, Reply<LoadReport> reply,
              std::optional<std::chrono::nanoseconds> keepAlive) override
    {
        command([=](EngineCore &core) { core.scheduler().load(modelId, core.answerTo(reply), keepAlive); });
    }

    void cancelLoad(const QString &modelId, Reply<LoadReport> reply) override
    {
        command([=](EngineCore &core) { core.scheduler().cancelLoad(modelId, core.answerTo(reply)); });
    }

    void reload(const QString &modelId, Reply<LoadReport> reply) override
    {
        command([=](EngineCore &core) {
            core.scheduler().reload(modelId, core.manualOrder(clientDrain), core.answerTo(reply));
        });
    }

    void unload(const QString &modelId, std::chrono::milliseconds drain, Reply<UnloadReport> reply) override
    {
        command([=](EngineCore &core) {
            core.scheduler().unload(modelId, core.manualOrder(drain), core.answerTo(reply));
        });
    }

    void unloadAll(ModelType type, std::chrono::milliseconds drain, Reply<UnloadReport> reply) override
    {
        command([=](EngineCore &core) {
            core.scheduler().unloadAll(type, core.manualOrder(drain), core.answerTo(reply));
        });
    }

    void switchTo(const QString &modelId, Reply<SwitchReport> reply) override
    {
        command([=](EngineCore &core) { core.scheduler().switchTo(modelId, core.answerTo(reply)); });
    }

    void setPinned(const QString &modelId, bool pinned, Reply<LoadReport> reply) override
    {
        command([=](EngineCore &core) { core.scheduler().setPinned(modelId, pinned, core.answerTo(reply)); });
    }

    void rescan(Reply<int> reply) override
    {
        command([=](EngineCore &core) { core.rescan(core.answerTo(reply)); });
    }

    void pause(std::optional<std::chrono::seconds> time, Reply<int> reply) override
    {
        command([=](EngineCore &core) { core.scheduler().pause(time, core.answerTo(reply)); });
    }

    void resume(Reply<int> reply) override
    {
        command([=](EngineCore &core) { core.scheduler().resume(core.answerTo(reply)); });
    }

    void sweep(Reply<int> reply) override
    {
        command([=](EngineCore &core) { core.sweep(core.answerTo(reply)); });
    }

    RequestId pull(const QString &name, Reply<LoadReport> reply) override
    {
        const RequestId id = ++m_lastRequest;
        command([=](EngineCore &core) { core.pulls().pull(id, name, core.answerTo(reply)); });
        return id;
    }

    void cancelPull(const QString &name, Reply<LoadReport> reply) override
    {
        command([=](EngineCore &core) { core.pulls().cancel(name, core.answerTo(reply)); });
    }

    void describeText(const QString &name, Reply<QJsonObject> reply) override
    {
        command([=](EngineCore &core) { core.ollama().describe(name, core.answerTo(reply)); });
    }

    void retryOllama(Reply<int> reply) override
    {
        command([=](EngineCore &core) { core.ollama().retry(core.answerTo(reply)); });
    }

    void diagnose(Reply<std::vector<Diagnosis>> reply) override
    {
        command([=](EngineCore &core) { core.answerTo(reply)(core.diagnose()); });
    }

    void verify(const QString &modelId, Reply<Verification> reply) override
    {
        command([=](EngineCore &core) { core.verify(modelId, core.answerTo(reply)); });
    }

    void analytics(Reply<Analytics> reply) override
    {
        command([=](EngineCore &core) { core.answerTo(reply)(core.analytics()); });
    }

    void memoryHistory(EpochSeconds from, EpochSeconds to, Reply<std::vector<HistorySample>> reply) override
    {
        command([=](EngineCore &core) { core.answerTo(reply)(core.memoryHistory(from, to)); });
    }

    void events(int limit, Reply<std::vector<Event>> reply) override
    {
        command([=](EngineCore &core) { core.answerTo(reply)(core.events(limit)); });
    }

    void receipts(int limit, Reply<std::vector<Receipt>> reply) override
    {
        command([=](EngineCore &core) { core.answerTo(reply)(core.receipts(limit)); });
    }

    void changeSettings(const QVariantMap &changes, Reply<Settings> reply) override
    {
        command([=](EngineCore &core) { core.changeSettings(changes, core.answerTo(reply)); });
    }

    void changeTimeouts(const QString &modelId, const QVariantMap &timeouts, Reply<Settings> reply) override
    {
        command([=](EngineCore &core) { core.answerTo(reply)(core.changeTimeouts(modelId, timeouts)); });
    }

    void reloadSettings(Reply<Settings> reply) override
    {
        command([=](EngineCore &core) { core.reloadSettings(core.answerTo(reply)); });
    }

    void shutDown(Reply<int> reply) override
    {
        m_core.post([=](EngineCore &core) { core.shutDown(core.answerTo(reply)); });
    }

    void observe(std::shared_ptr<Mailbox> mailbox, SnapshotHandler onSnapshot, EventHandler onEvent) override
    {
        m_core.post([=, weak = std::weak_ptr(mailbox)](EngineCore &core) {
            core.observe(weak, onSnapshot, onEvent);
        });
    }

private:
    // Whoever asks while the program starts gets an answer that is true: once the models have been found.
    template <class Work>
    void command(Work work)
    {
        m_core.post([work = std::move(work)](EngineCore &core) mutable {
            core.afterFirstScan([&core, work = std::move(work)]() mutable { work(core); });
        });
    }

    InThread<EngineCore> m_core;
    std::atomic<RequestId> m_lastRequest = 0;
};

} // namespace

std::unique_ptr<Engine> startEngine(EngineOptions options)
{
    return std::make_unique<LocalEngine>(std::move(options));
}

} // namespace modeldeck
