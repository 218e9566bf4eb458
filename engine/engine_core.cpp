// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/engine_core.h"

#include "engine/config/settings_table.h"
#include "engine/diagnostics/diagnose.h"
#include "engine/journal/activity_log.h"
#include "engine/journal/analytics.h"
#include "engine/memory/page_cache.h"

#include <QLoggingCategory>
#include <QThreadPool>
#include <malloc.h>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr auto publishInterval = 250ms; // at most 4 snapshots a second, except for changes of state

} // namespace

EngineCore::EngineCore(EngineOptions options)
    : m_settings(std::move(options.settings)),
      m_scanner(HfCacheLocations::fromEnvironment(options.environment)),
      m_scheduler(*this, m_clock, m_settings.settings()), m_memory(probesOf(options.memory), m_clock),
      m_clip(std::move(options.runnerProgram), options.runnerDeadlines,
             [this](qint64 process) { return m_memory.deviceMemoryOf(process); }),
      m_ollamaServer(m_clock), m_pulls(m_ollamaServer, m_clock), m_ollama(m_ollamaServer),
      m_environmentOllama(options.environment.value(QStringLiteral("OLLAMA_HOST"))),
      m_chronicle(m_clock, options.stateDirectory, historyAge()), m_foresight(m_clock, m_chronicle),
      m_startedAt(m_clock.epoch())
{
    m_scheduler.restore(m_chronicle.history().state());
    m_ollama.restore(m_chronicle.history().state().leftInOllama);
    connectService(m_clip);
    connectService(m_ollama);
    connectSettings();
    connectMoves();
    connect(&m_alarm, &BootTimer::fired, this, [this] {
        m_scheduler.alarm();
        publishChanges();
    });
    connect(&m_sweeper, &QTimer::timeout, this,
            [this] { sweep([this](const Result<int> &) { publishChanges(); }); });
    m_sweeper.start(settings()[ModelUsageTrackerCleanupInterval]);
    connect(&m_memory, &MemoryMonitor::sampled, this, &EngineCore::memoryRead);
    connect(&m_memory, &MemoryMonitor::levelChanged, this,
            [this](const Text &text) { m_chronicle.tell(EventKind::Pressure, text); });
    m_memory.setThreshold(settings()[MemoryPressureThreshold]);
    m_publisher.setSingleShot(true);
    connect(&m_publisher, &QTimer::timeout, this, &EngineCore::publishChanges);
    connect(&m_foresight, &Foresight::due, this, &EngineCore::preload);
    connect(&m_scanner, &CatalogScanner::found, this, [this](const Catalog &catalog) {
        m_clipCatalog = catalog;
        mergeCatalog();
        m_scheduler.forgetFailures(); // the files may have been mended
    });
    m_scanner.scan(settings()[ModelsDirectories]);
    m_scanner.afterFirstScan([this] { m_publisher.start(0ms); });
    connectOllama();
    applyOllamaSettings();
    m_memory.sample();
}

EngineCore::~EngineCore()
{
    keepUses();
}

std::chrono::days EngineCore::historyAge() const
{
    return std::chrono::days(settings()[HistoryDays]);
}

void EngineCore::connectService(EmbeddingService &service)
{
    connect(&service, &EmbeddingService::loaded, this, [this](const QString &id, const LoadedInfo &info) {
        if (const CatalogEntry *entry = m_catalog.find(id))
            activity_log::loaded(id, info, timeoutsOf(id, entry->type, settings()));
        m_scheduler.loaded(id, info);
        m_foresight.loaded(id, m_scheduler.usage().find(id)->type, info.seconds);
        m_memory.sample();
        publishChanges();
    });
    connect(&service, &EmbeddingService::loadFailed, this, [this](const QString &id, const Error &error) {
        m_foresight.loadFailed(id);
        m_scheduler.loadFailed(id, error);
        publishChanges();
    });
    connect(&service, &EmbeddingService::embedded, this,
            [this](const QString &id, RequestId request, Embeddings result) {
                result.modelId = id;
                activity_log::served(id, result);
                m_scheduler.workDone(id, request, std::move(result));
            });
    connect(&service, &EmbeddingService::embedFailed, this,
            [this](const QString &id, RequestId request, const Error &error) {
                activity_log::notServed(id, error);
                m_scheduler.workDone(id, request, tl::unexpected(error));
            });
    connect(&service, &EmbeddingService::foundLoaded, this,
            [this](const QString &id, const LoadedInfo &info, bool isOurs) {
                m_scheduler.foundLoaded(id, info, isOurs);
                m_memory.sample();
                publishChanges();
            });
    connect(&service, &EmbeddingService::foundUnloaded, this, [this](const QString &id) {
        m_scheduler.foundUnloaded(id);
        publishChanges();
    });
    connect(&service, &EmbeddingService::unloaded, this,
            [this](const QString &id, const UnloadMeasurement &seen) {
                m_scheduler.unloaded(id, seen);
                m_memory.sample();
                publishChanges();
                ::malloc_trim(0); // its own memory is released, too
            });
    connect(&service, &EmbeddingService::unloadFailed, this, [this](const QString &id, const Error &error) {
        m_scheduler.unloadFailed(id, error);
        publishChanges();
    });
    connect(&service, &EmbeddingService::crashed, this,
            [this](const QString &id, const Error &error, const UnloadMeasurement &seen) {
                m_scheduler.crashed(id, error, seen);
                m_memory.sample();
                publishChanges();
            });
}

void EngineCore::connectSettings()
{
    connect(&m_settings, &LiveSettings::changed, this, [this](const std::vector<Key> &keys) {
        m_scheduler.setSettings(settings());
        m_sweeper.start(settings()[ModelUsageTrackerCleanupInterval]);
        m_memory.setThreshold(settings()[MemoryPressureThreshold]);
        m_memory.sample();
        applyOllamaSettings();
        const auto has = [&keys](Key key) { return std::ranges::find(keys, key) != keys.end(); };
        if (has(HistoryDays))
            m_chronicle.setAge(historyAge());
        if (has(ModelsDirectories))
            m_scanner.scan(settings()[ModelsDirectories]);
        for (const Key key : keys) {
            const SettingRow &row = *findRow(*m_settings.rows(), key);
            m_chronicle.tell(EventKind::Setting,
                             {MD_TEXT("%1 is now %2"), row.name, settingValueText(row.value)});
        }
        touch();
    });
    connect(&m_settings, &LiveSettings::refused, this, [this](const Error &error) {
        m_chronicle.tell(EventKind::Setting, {MD_TEXT("The settings were not changed: %1"), error.message});
    });
}

void EngineCore::connectMoves()
{
    connect(&m_clip, &ClipEmbeddingService::readyInRam, this,
            [this](const QString &id, const LoadedInfo &info) {
                m_scheduler.readyInRam(id, info);
                publishChanges();
            });
    connect(&m_clip, &ClipEmbeddingService::moveFailed, this, [this](const QString &id, const Error &error) {
        m_scheduler.moveFailed(id, error);
        publishChanges();
    });
    connect(&m_clip, &ClipEmbeddingService::movedToRam, this,
            [this](const QString &id, const UnloadMeasurement &seen) {
                m_scheduler.movedToRam(id, seen);
                m_memory.sample();
                publishChanges();
            });
}

void EngineCore::connectOllama()
{
    connect(&m_ollamaServer, &OllamaServer::modelsChanged, this, &EngineCore::mergeCatalog);
    connect(&m_ollamaServer, &OllamaServer::changed, this, &EngineCore::touch);
    connect(&m_pulls, &OllamaPulls::changed, this, &EngineCore::touch);
    connect(&m_ollama, &OllamaEmbeddingService::unloadedWithoutReceipt, this,
            [this](const QString &id) { m_chronicle.unloadedWithoutReceipt(id); });
    connect(&m_ollamaServer, &OllamaServer::told, this,
            [this](const Text &news) { m_chronicle.tell(EventKind::State, news); });
}

// The address in the environment may contain a password, so it does not become a value of the setting, which
// everybody may see.
void EngineCore::applyOllamaSettings()
{
    const bool isSet = findRow(*m_settings.rows(), OllamaHost)->source != SettingSource::Default;
    m_ollama.setSettings(settings());
    m_ollamaServer.setSettings(settings(), isSet ? QString() : m_environmentOllama);
}

// The service where the model is loaded; for an unloaded model, the one that the catalogue says.
EmbeddingService &EngineCore::serviceOf(const QString &modelId)
{
    const CatalogEntry *entry = m_catalog.find(modelId);
    if (m_ollama.has(modelId) || (entry && entry->type == ModelType::Text))
        return m_ollama;
    return m_clip;
}

void EngineCore::startLoad(const CatalogEntry &model)
{
    serviceOf(model.id).load(model, settings());
}

void EngineCore::startWork(const QString &modelId, RequestId id, const EmbedRequest &request)
{
    serviceOf(modelId).embed(modelId, id, request);
}

void EngineCore::cancelWork(const QString &modelId, RequestId id)
{
    serviceOf(modelId).cancel(modelId, id);
}

void EngineCore::keepAliveChanged(const QString &modelId, std::chrono::nanoseconds keepAlive)
{
    if (m_ollama.has(modelId))
        m_ollama.setKeepAlive(modelId, keepAlive);
}

void EngineCore::startMoveToRam(const QString &modelId)
{
    m_clip.startMoveToRam(modelId);
}

void EngineCore::stopDeviceRunner(const QString &modelId)
{
    m_clip.stopDeviceRunner(modelId);
}

void EngineCore::cancelMoveToRam(const QString &modelId)
{
    m_clip.cancelMoveToRam(modelId);
}

void EngineCore::startUnload(const QString &modelId)
{
    serviceOf(modelId).unload(modelId);
}

void EngineCore::setAlarm(std::optional<BootTime> at)
{
    m_alarm.set(at);
    touch();
}

void EngineCore::stateChanged(const QString &modelId, ModelState state, const Text &why)
{
    m_publisher.start(0ms); // at once, but with one snapshot for all changes in this turn of the loop
    m_foresight.stateChanged(modelId, state);
    m_chronicle.stateChanged(modelId, state, why);
}

Receipt EngineCore::keepReceipt(Receipt receipt)
{
    keepUses(); // a preload that was used a moment ago was not wasted
    if (receipt.reason == UnloadReason::MemoryPressure && settings()[PressureDropsPageCache]) {
        if (const CatalogEntry *entry = m_catalog.find(receipt.modelId))
            dropPageCache(entry->weightFiles, *QThreadPool::globalInstance());
    }
    m_foresight.unloaded(receipt);
    return m_chronicle.keep(std::move(receipt));
}

void EngineCore::keepUses()
{
    m_foresight.used(m_scheduler.takeUses());
}

void EngineCore::preload()
{
    keepUses();
    const auto decision = m_foresight.decide(*makeSnapshot());
    if (decision.modelId.isEmpty())
        return;
    const auto done = [this, id = decision.modelId](const Result<LoadReport> &loaded) {
        if (!loaded)
            m_foresight.refused(id);
    };
    m_scheduler.preload(decision.modelId, done, decision.why);
}

UnloadOrder EngineCore::manualOrder(std::chrono::milliseconds drain) const
{
    return {UnloadReason::Manual, MD_TEXT("requested"), {}, m_clock.now() + drain, false};
}

void EngineCore::rescan(Done<int> done)
{
    m_scanner.scan(settings()[ModelsDirectories], [this, done = std::move(done)] {
        m_scheduler.forgetFailures();
        m_ollama.reconcile([](const Result<int> &) {}); // its answer updates the catalogue
        done(int(std::ranges::count_if(m_catalog.entries(), &CatalogEntry::installed)));
    });
}

// A CLIP model's id wins over an Ollama model of that name.
void EngineCore::mergeCatalog()
{
    std::vector<CatalogEntry> text;
    std::ranges::copy_if(m_ollamaServer.entries(), std::back_inserter(text),
                         [this](const CatalogEntry &entry) { return !m_clipCatalog.find(entry.id); });
    m_catalog = text.empty() ? m_clipCatalog : m_clipCatalog.with(std::move(text));
    m_scheduler.setCatalog(m_catalog);
    touch();
}

void EngineCore::changeSettings(const QVariantMap &changes, Done<Settings> done)
{
    answerChange([&] { return m_settings.change(changes); }, done);
}

void EngineCore::reloadSettings(Done<Settings> done)
{
    answerChange([this] { return m_settings.reload(); }, done);
}

// Where other folders hold the models, the answer waits for them.
void EngineCore::answerChange(const std::function<Result<void>()> &change, const Done<Settings> &done)
{
    const QStringList before = settings()[ModelsDirectories];
    const auto changed = change().map([this] { return settings(); });
    if (settings()[ModelsDirectories] == before)
        return done(changed);
    m_scanner.afterScans([done, changed] { done(changed); });
}

Result<Settings> EngineCore::changeTimeouts(const QString &idOrAlias, const QVariantMap &timeouts)
{
    const CatalogEntry *entry = m_catalog.find(idOrAlias);
    if (!entry) {
        Error error = m_catalog.unknownModel(idOrAlias);
        error.parameter = QStringLiteral("model_id");
        return tl::unexpected(std::move(error));
    }
    const auto changed = m_settings.changeTimeouts(entry->id, timeouts);
    return changed.map([this] { return settings(); });
}

void EngineCore::sweep(Done<int> done)
{
    m_scanner.lookAgain();
    const int corrections =
        m_scheduler.sweep([this](const QString &id) { return serviceOf(id).isThere(id); });
    m_ollama.reconcile(
        [corrections, done](const Result<int> &more) { done(corrections + more.value_or(0)); });
}

void EngineCore::cancel(RequestId id)
{
    m_scheduler.cancel(id);
    m_pulls.withdraw(id);
}

void EngineCore::shutDown(Done<int> done)
{
    m_scanner.stop();
    m_scheduler.shutDown(settings()[ShutdownDrainSeconds], std::move(done));
}

std::vector<Diagnosis> EngineCore::diagnose()
{
    return modeldeck::diagnose(*makeSnapshot());
}

void EngineCore::verify(const QString &modelId, Done<Verification> done)
{
    m_verifier.verify(m_catalog, modelId, std::move(done));
}

Analytics EngineCore::analytics()
{
    keepUses();
    Analytics analytics = analyticsOf(m_chronicle.history(), m_clock.epoch());
    m_foresight.describe(analytics, *makeSnapshot());
    return analytics;
}

std::vector<HistorySample> EngineCore::memoryHistory(EpochSeconds from, EpochSeconds to) const
{
    return m_chronicle.history().memory(from, to);
}

std::vector<Event> EngineCore::events(int limit) const
{
    return m_chronicle.history().events(limit);
}

std::vector<Receipt> EngineCore::receipts(int limit) const
{
    return m_chronicle.history().receipts(limit);
}

void EngineCore::observe(std::weak_ptr<Mailbox> mailbox, SnapshotHandler onSnapshot, EventHandler onEvent)
{
    m_chronicle.observe(std::move(mailbox), std::move(onSnapshot), std::move(onEvent));
    publishChanges();
}

MemoryReadings EngineCore::readMemory()
{
    return m_memory.read();
}

Error EngineCore::whyUnreachable()
{
    return m_ollamaServer.awayError();
}

// Reads all memory now, into m_memory.readings().
void EngineCore::memoryRead()
{
    for (const QString &id : m_scheduler.presentIds()) {
        if (const auto memory = serviceOf(id).readMemory(id))
            m_scheduler.measured(id, *memory);
    }
    m_scheduler.remember(m_memory.readings());
    m_memory.setResident(m_scheduler.anyResident());
    m_memory.setRunners(m_clip.processes());
    touch();
}

// For changes that can wait for the next snapshot.
void EngineCore::touch()
{
    if (!m_publisher.isActive())
        m_publisher.start(publishInterval);
}

void EngineCore::publishChanges()
{
    m_publisher.stop();
    if (!m_scanner.hasScanned())
        return; // a snapshot without the models would be untrue
    keepUses();
    m_chronicle.remember(m_scheduler.switchedTo(), m_scheduler.pinned(), m_ollama.ours());
    const auto snapshot = makeSnapshot();
    m_foresight.published(*snapshot);
    m_chronicle.publish(snapshot);
}

std::shared_ptr<const Snapshot> EngineCore::makeSnapshot()
{
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->sequence = ++m_snapshotSequence;
    snapshot->at = m_clock.epoch();
    snapshot->startedAt = m_startedAt;
    snapshot->system = m_memory.readings().system;
    snapshot->gpus = m_memory.readings().gpus;
    snapshot->trackerEnabled = settings()[ModelUsageTrackerEnabled];
    snapshot->ollama = m_ollamaServer.view();
    snapshot->pulls = m_pulls.views();
    snapshot->receipts = m_chronicle.receipts();
    snapshot->settings = settings();
    snapshot->settingRows = m_settings.rows();
    m_scheduler.describe(*snapshot);
    m_foresight.describe(*snapshot);
    return snapshot;
}

} // namespace modeldeck
