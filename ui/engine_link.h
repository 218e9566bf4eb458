// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QObject>
#include <QPointer>

namespace modeldeck {

// What a person asked the engine to do: a value, so that it can be asked again (Retry) and named in an error.
struct Command
{
    enum class Kind {
        Load,
        CancelLoad,
        Unload,
        UnloadAll,
        SwitchTo,
        Pin,
        Unpin,
        Rescan,
        ChangeSettings,
        ChangeTimeouts,
        Pause,
        Resume,
        Pull,
        CancelPull,
        RetryOllama,
    };
    Kind kind = Kind::Load;
    QString modelId{};                          // of those that act on one model
    QVariantMap changes{};                      // of ChangeSettings and ChangeTimeouts alone
    std::optional<std::chrono::seconds> time{}; // of Pause alone; absent: until resumed

    bool operator==(const Command &) const = default;
};

// The window's only way to the engine. Lives in the GUI thread and never waits: commands go out, and
// snapshots, events and answers come back as signals from the event loop. A snapshot that shows what a
// command did comes before the command's succeeded().
class EngineLink : public QObject
{
    Q_OBJECT
public:
    // `engine` must outlive the link.
    explicit EngineLink(Engine &engine, QObject *parent = nullptr);
    ~EngineLink() override;

    const Snapshot &snapshot() const { return *m_snapshot; } // the latest; empty before the first
    void run(const Command &command);
    void change(const QString &setting, const QVariant &value);

    // For questions, whose answers concern one part of the window alone:
    // engine().verify(id, answer<…>(this, …)).
    Engine &engine() const { return m_engine; }
    // `done` runs in the GUI thread, while `context` lives.
    template <class T>
    Reply<T> answer(const QObject *context, std::function<void(const Result<T> &)> done) const
    {
        return Reply<T>(m_mailbox, [guard = QPointer(context), done = std::move(done)](Result<T> result) {
            if (guard)
                done(result);
        });
    }

Q_SIGNALS:
    void snapshotChanged(const modeldeck::Snapshot &snapshot);
    void eventArrived(const modeldeck::Event &event);
    void succeeded(const modeldeck::Command &command);
    void failed(const modeldeck::Command &command, const modeldeck::Error &error);

private:
    template <class T>
    Reply<T> reply(const Command &command);
    void unloadEverything(const Command &command);

    Engine &m_engine;
    std::shared_ptr<Mailbox> m_mailbox;
    std::shared_ptr<const Snapshot> m_snapshot;
};

} // namespace modeldeck
