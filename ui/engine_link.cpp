// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine_link.h"

#include <algorithm>

namespace modeldeck {

namespace {

// Until the first snapshot comes: no models, and no null pointers.
std::shared_ptr<const Snapshot> emptySnapshot()
{
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->receipts = std::make_shared<const std::vector<Receipt>>();
    snapshot->settingRows = std::make_shared<const std::vector<SettingRow>>();
    return snapshot;
}

} // namespace

EngineLink::EngineLink(Engine &engine, QObject *parent)
    : QObject(parent), m_engine(engine), m_mailbox(Mailbox::create()), m_snapshot(emptySnapshot())
{
    m_engine.observe(
        m_mailbox,
        [this](std::shared_ptr<const Snapshot> snapshot) {
            m_snapshot = std::move(snapshot);
            Q_EMIT snapshotChanged(*m_snapshot);
        },
        [this](const Event &event) { Q_EMIT eventArrived(event); });
}

EngineLink::~EngineLink()
{
    m_mailbox->close(); // letters on their way hold `this`
}

template <class T>
Reply<T> EngineLink::reply(const Command &command)
{
    return Reply<T>(m_mailbox, [this, command](Result<T> result) {
        if constexpr (std::is_same_v<T, UnloadReport>) {
            if (result && result->failure)
                result = tl::unexpected(*result->failure);
        }
        if (result)
            Q_EMIT succeeded(command);
        else
            Q_EMIT failed(command, result.error());
    });
}

void EngineLink::run(const Command &command)
{
    switch (command.kind) {
    case Command::Kind::Load:
        return m_engine.load(command.modelId, reply<LoadReport>(command));
    case Command::Kind::CancelLoad:
        return m_engine.cancelLoad(command.modelId, reply<LoadReport>(command));
    case Command::Kind::Unload:
        return m_engine.unload(command.modelId, personDrain, reply<UnloadReport>(command));
    case Command::Kind::UnloadAll:
        return unloadEverything(command);
    case Command::Kind::SwitchTo:
        return m_engine.switchTo(command.modelId, reply<SwitchReport>(command));
    case Command::Kind::Pin:
        return m_engine.setPinned(command.modelId, true, reply<LoadReport>(command));
    case Command::Kind::Unpin:
        return m_engine.setPinned(command.modelId, false, reply<LoadReport>(command));
    case Command::Kind::Rescan:
        return m_engine.rescan(reply<int>(command));
    case Command::Kind::ChangeSettings:
        return m_engine.changeSettings(command.changes, reply<Settings>(command));
    case Command::Kind::ChangeTimeouts:
        return m_engine.changeTimeouts(command.modelId, command.changes, reply<Settings>(command));
    case Command::Kind::Pause:
        return m_engine.pause(command.time, reply<int>(command));
    case Command::Kind::Resume:
        return m_engine.resume(reply<int>(command));
    case Command::Kind::Pull:
        m_engine.pull(command.modelId, reply<LoadReport>(command));
        return;
    case Command::Kind::CancelPull:
        return m_engine.cancelPull(command.modelId, reply<LoadReport>(command));
    case Command::Kind::RetryOllama:
        return m_engine.retryOllama(reply<int>(command));
    }
}

void EngineLink::change(const QString &setting, const QVariant &value)
{
    run({Command::Kind::ChangeSettings, {}, {{setting, value}}});
}

// Only the types of which something is loaded: a service that is not there need not be asked.
void EngineLink::unloadEverything(const Command &command)
{
    for (const ModelType type : {ModelType::Vision, ModelType::Text}) {
        const auto isLoaded = [type](const ModelView &model) { return model.type == type && model.loaded; };
        if (std::ranges::any_of(m_snapshot->models, isLoaded))
            m_engine.unloadAll(type, personDrain, reply<UnloadReport>(command));
    }
}

} // namespace modeldeck
