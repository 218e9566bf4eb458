// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fake_models.h"

#include <mutex>

// An engine without models, runners or time, for tests of REST and the window. It behaves as engine.h
// promises: commands change the snapshot, the changed snapshot is published, then the reply goes into the
// caller's mailbox. Tests script it: the snapshot, failures, and answers that are held back until
// they are released.
namespace modeldeck::test {

class FakeEngine : public Engine
{
public:
    struct Call
    {
        QString method; // "embed", "load", "switchTo", …
        QString modelId;
        std::optional<ModelType> type;                       // unloadAll
        std::optional<bool> pinned;                          // setPinned
        std::chrono::milliseconds drain{0};                  // unload, unloadAll
        std::optional<EmbedRequest> embed;                   // embed
        std::optional<QVariantMap> changes;                  // changeSettings, changeTimeouts
        std::optional<std::chrono::nanoseconds> keepAlive{}; // load
        std::optional<std::chrono::seconds> time{};          // pause
        RequestId request = 0;                               // embed, pull, cancel
    };

    // ViT-B-32/openai, ViT-L-14/openai (current) and mxbai-embed-large: installed, nothing loaded.
    FakeEngine();

    // --- scripting and looking: any thread ---
    std::shared_ptr<const Snapshot> snapshot() const;
    // Changes the snapshot, numbers it anew and publishes it.
    void change(const std::function<void(Snapshot &)> &edit);
    // Changes one model; it must exist.
    void changeModel(const QString &id, const std::function<void(ModelView &)> &edit);
    template <typename T>
    void changeSetting(Setting<T> key, const std::type_identity_t<T> &value)
    {
        change([&](Snapshot &now) { now.settings.set(key, value); });
    }
    void publish(const Event &event);

    // The named command fails with this from now on; nullopt: it works again.
    void fail(const QString &method, std::optional<Error> error);
    // unloadAll unloads, and tells this of another that stays.
    void setUnloadAllFailure(const Error &error);
    // The vectors to answer with; default: row i holds i + 1, i + 2, …
    void setEmbedding(std::function<Result<Embeddings>(const EmbedRequest &)> answer);
    // What the calls of the same name answer with.
    struct Answers
    {
        std::vector<Diagnosis> diagnoses;
        Verification verification;
        Analytics analytics;
        std::vector<HistorySample> samples;
        std::vector<Event> events;
        QJsonObject description;
    };
    void setAnswers(const Answers &answers);
    // While held, commands are recorded but neither take effect nor answer.
    void hold();
    // Lets go of the oldest held command; false if there is none.
    bool releaseOne();
    // The newest first: answers come in another order than the questions.
    bool releaseNewest();
    // Lets go of all and holds no longer.
    void release();
    int heldCount() const;

    std::vector<Call> calls() const;
    int count(const QString &method) const;
    Call last(const QString &method) const; // empty if there was none

    // --- Engine ---
    RequestId embed(EmbedRequest request, Reply<Embeddings> reply) override;
    void cancel(RequestId request) override;
    void load(const QString &modelId, Reply<LoadReport> reply,
              std::optional<std::chrono::nanoseconds> keepAlive = {}) override;
    void cancelLoad(const QString &modelId, Reply<LoadReport> reply) override;
    void reload(const QString &modelId, Reply<LoadReport> reply) override;
    void unload(const QString &modelId, std::chrono::milliseconds drain, Reply<UnloadReport> reply) override;
    void unloadAll(ModelType type, std::chrono::milliseconds drain, Reply<UnloadReport> reply) override;
    void switchTo(const QString &modelId, Reply<SwitchReport> reply) override;
    void setPinned(const QString &modelId, bool pinned, Reply<LoadReport> reply) override;
    void rescan(Reply<int> reply) override;
    void changeSettings(const QVariantMap &changes, Reply<Settings> reply) override;
    void changeTimeouts(const QString &modelId, const QVariantMap &timeouts, Reply<Settings> reply) override;
    void reloadSettings(Reply<Settings> reply) override;
    void pause(std::optional<std::chrono::seconds> time, Reply<int> reply) override;
    void resume(Reply<int> reply) override;
    void sweep(Reply<int> reply) override;
    RequestId pull(const QString &name, Reply<LoadReport> reply) override;
    void cancelPull(const QString &name, Reply<LoadReport> reply) override;
    void describeText(const QString &name, Reply<QJsonObject> reply) override;
    void retryOllama(Reply<int> reply) override;
    void diagnose(Reply<std::vector<Diagnosis>> reply) override;
    void verify(const QString &modelId, Reply<Verification> reply) override;
    void analytics(Reply<Analytics> reply) override;
    void memoryHistory(EpochSeconds from, EpochSeconds to, Reply<std::vector<HistorySample>> reply) override;
    void events(int limit, Reply<std::vector<Event>> reply) override;
    void receipts(int limit, Reply<std::vector<Receipt>> reply) override;
    void shutDown(Reply<int> reply) override;
    void observe(std::shared_ptr<Mailbox> mailbox, SnapshotHandler onSnapshot, EventHandler onEvent) override;

private:
    struct Observer
    {
        std::weak_ptr<Mailbox> mailbox;
        SnapshotHandler onSnapshot;
        EventHandler onEvent;
    };
    struct Held
    {
        RequestId request = 0;
        std::function<void()> run;
    };

    // Records the call; runs `act` now, or when it is released. `act` runs with the lock held.
    void perform(Call call, std::function<void()> act);
    template <class T>
    void simple(const QString &method, const QString &modelId, Reply<T> reply,
                std::function<Result<T>()> act);
    template <class T>
    void command(Call call, Reply<T> reply, std::function<Result<T>()> act);
    bool releaseAt(std::size_t index);
    ModelView *find(const QString &id); // an edit in progress; the lock is held
    Result<UnloadReport> unloadWhere(const std::function<bool(const ModelView &)> &which);
    Result<LoadReport> loadModel(const QString &id);
    void announce(); // the lock is held

    mutable std::recursive_mutex m_mutex;
    Snapshot m_now;
    std::shared_ptr<const Snapshot> m_published;
    std::vector<Observer> m_observers;
    std::vector<Call> m_calls;
    std::vector<Held> m_held;
    bool m_holding = false;
    QMap<QString, Error> m_failures;
    std::optional<Error> m_unloadAllFailure;
    std::function<Result<Embeddings>(const EmbedRequest &)> m_embedding;
    Answers m_answers;
    RequestId m_lastRequest = 0;
};

} // namespace modeldeck::test
