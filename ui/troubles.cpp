// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/troubles.h"

#include "ui/background.h"
#include "ui/notices.h"
#include "ui/wording.h"

#include <QFileInfo>
#include <algorithm>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {
constexpr auto ollamaKey = "ollama"_L1;
constexpr auto pressureKey = "pressure"_L1;
constexpr auto pausedKey = "paused"_L1;
constexpr auto foldersKey = "folders"_L1;
constexpr auto restKey = "rest"_L1;
constexpr auto fileKey = "file"_L1;
} // namespace

Troubles::Troubles(EngineLink &link, BannerStack &banners, QObject *parent)
    : QObject(parent), m_link(link), m_banners(banners)
{
    connect(&m_link, &EngineLink::failed, this, &Troubles::showFailure);
    connect(&m_link, &EngineLink::succeeded, this, [this](const Command &command) {
        m_banners.clear(noticeKey(command));
        if (command.kind == Command::Kind::Rescan)
            lookForFolders();
    });
}

void Troubles::setSnapshot(const Snapshot &snapshot)
{
    watchOllama(snapshot.ollama);
    watchPressure(snapshot);
    watchPause(snapshot);
    watchFolders(snapshot);
    showFailedModels();
}

void Troubles::noteEvent(const Event &event)
{
    if (event.state == ModelState::Ready) {
        m_failed.removeAll(event.modelId);
        m_banners.clear(modelNoticeKey(event.modelId));
    } else if (event.state == ModelState::Failed) {
        m_failed << event.modelId;
        showFailedModels();
    }
}

Notice::Action Troubles::settingsAction(SettingCategory category)
{
    return {tr("Settings"), [this, category] { Q_EMIT settingsWanted(category); }};
}

void Troubles::watchOllama(const OllamaView &ollama)
{
    // While it reconnects, Ollama is still missing.
    if (ollama.state == OllamaState::Connecting || std::exchange(m_ollama, ollama.state) == ollama.state)
        return;
    if (ollama.state != OllamaState::Unavailable) {
        m_banners.clear(ollamaKey);
        return;
    }
    Notice notice;
    notice.key = ollamaKey;
    notice.isTrouble = !ollama.version.isEmpty(); // a person who never had Ollama misses nothing
    if (notice.isTrouble) {
        notice.title = wording::translated(ollama.problem);
        notice.hint = tr("Text models work again once it answers. Start it with “ollama serve”.");
    } else {
        notice.title = tr("Ollama does not answer at %1").arg(ollama.host);
        notice.hint = tr("Text models need it; get it at ollama.com. CLIP models work without it.");
    }
    notice.details = u"Ollama at %1: %2"_s.arg(ollama.host, ollama.problem.english());
    notice.retry = [this] { m_link.run({Command::Kind::RetryOllama}); };
    notice.actions = {settingsAction(SettingCategory::Ollama),
                      {tr("Do without"), [this] { m_link.change(settingName(OllamaEnabled), false); }}};
    m_banners.show(notice);
}

void Troubles::watchPressure(const Snapshot &snapshot)
{
    const PressureLevel level = worstPressure(snapshot);
    const bool stall = isFromStall(snapshot.system, level);
    if (std::exchange(m_pressure, {level, stall}) == std::pair(level, stall))
        return;
    if (level < PressureLevel::High) {
        m_banners.clear(pressureKey);
        return;
    }
    const auto timeout = snapshot.settings[MemoryPressureTimeout];
    Notice notice;
    notice.key = pressureKey;
    // Without a number, which would grow old while the banner stands: the side bar has it.
    notice.title = stall                              ? tr("Programs are waiting for memory")
                   : level == PressureLevel::Critical ? tr("Memory is nearly used up")
                                                      : tr("Memory pressure is high");
    notice.hint = timeout.count() == 0
                      ? tr("Idle models are unloaded at once.")
                      : tr("Models idle for %1 are unloaded.").arg(wording::duration(timeout));
    notice.details =
        u"Memory pressure is %1; %2 % of RAM is in use"_s.arg(QLatin1StringView(pressureName(level)))
            .arg(std::lround(snapshot.system.used * 100));
    notice.actions = {settingsAction(SettingCategory::Pressure)};
    m_banners.show(notice);
}

void Troubles::watchPause(const Snapshot &snapshot)
{
    if (snapshot.paused == m_paused && snapshot.pausedUntil == m_pausedUntil)
        return;
    m_paused = snapshot.paused;
    m_pausedUntil = snapshot.pausedUntil;
    if (!m_paused) {
        m_banners.clear(pausedKey);
        return;
    }
    Notice notice;
    notice.key = pausedKey;
    notice.title = m_pausedUntil
                       ? tr("Unloading is paused until %1").arg(wording::moment(*m_pausedUntil, snapshot.at))
                       : tr("Unloading is paused until it is resumed");
    notice.hint = tr("No model is unloaded automatically; commands still work.");
    notice.isTrouble = false;
    notice.details = notice.title;
    notice.actions = {{tr("Resume"), [this] { m_link.run({Command::Kind::Resume}); }}};
    m_banners.show(notice);
}

// The models of a misspelt folder would be missing silently. The default folder may be missing.
void Troubles::watchFolders(const Snapshot &snapshot)
{
    if (std::exchange(m_rows, snapshot.settingRows) == snapshot.settingRows)
        return;
    const SettingRow *row = findRow(*m_rows, ModelsDirectories);
    const bool named = row && row->source != SettingSource::Default;
    const QStringList folders = named ? snapshot.settings[ModelsDirectories] : QStringList();
    if (std::exchange(m_folders, folders) != folders)
        lookForFolders();
}

void Troubles::lookForFolders()
{
    const std::function<QStringList()> look = [folders = m_folders] {
        QStringList missing = folders;
        missing.removeIf([](const QString &folder) { return QFileInfo(folder).isDir(); });
        return missing;
    };
    inBackground<QStringList>(this, look, [this, folders = m_folders](const QStringList &missing) {
        if (folders == m_folders) // otherwise the setting has changed meanwhile
            showMissing(missing);
    });
}

void Troubles::showMissing(const QStringList &folders)
{
    if (std::exchange(m_missing, folders) == folders)
        return;
    if (folders.isEmpty()) {
        m_banners.clear(foldersKey);
        return;
    }
    Notice notice;
    notice.key = foldersKey;
    notice.title = tr("Models folder not found: %1").arg(folders.join(u", "_s));
    notice.hint = tr("Create the folder, or choose another one in the settings.");
    notice.details = settingName(ModelsDirectories) + u": no folder "_s + folders.join(u", "_s);
    notice.retry = [this] {
        m_missing.clear();
        m_link.run({Command::Kind::Rescan});
    };
    notice.actions = {settingsAction(SettingCategory::Models)};
    m_banners.show(notice);
}

// An event may come before the snapshot that says why.
void Troubles::showFailedModels()
{
    m_failed.removeIf([this](const QString &id) {
        const ModelView *model = m_link.snapshot().find(id);
        if (!model || !model->failure)
            return model == nullptr;
        if (model->failure->code == ErrorCode::OllamaUnavailable &&
            m_link.snapshot().ollama.state == OllamaState::Unavailable)
            return true; // one banner about Ollama is enough for all of its models
        Notice notice = noticeForFailedModel(id, *model->failure);
        notice.retry = [this, id] { m_link.run({Command::Kind::Load, id}); };
        m_banners.show(notice);
        return true;
    });
}

void Troubles::showFailure(const Command &command, const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return; // the person cancelled it
    Notice notice = noticeFor(command, error);
    notice.retry = [this, command] { m_link.run(command); };
    m_banners.show(notice);
}

void Troubles::setRestStatus(const RestView &status)
{
    if (status.state != RestView::State::Failed) {
        m_banners.clear(restKey);
        return;
    }
    Notice notice;
    notice.key = restKey;
    notice.title = tr("The REST API is not running: %1").arg(status.error);
    notice.hint = status.hint;
    notice.details = status.error;
    notice.retry = [this] { Q_EMIT restRetryRequested(); };
    notice.actions = {settingsAction(SettingCategory::Rest)};
    m_banners.show(notice);
}

void Troubles::showUnwritten(const QString &path, const QString &why)
{
    showFile(tr("%1 could not be written: %2").arg(path, why));
}

void Troubles::showUnread(const QString &path, const QString &why)
{
    showFile(tr("%1 could not be read: %2").arg(path, why));
}

void Troubles::showFile(const QString &text)
{
    m_banners.show({fileKey, text, {}, text, {}});
}

} // namespace modeldeck
