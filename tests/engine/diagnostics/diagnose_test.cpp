// SPDX-License-Identifier: GPL-3.0-or-later
// Each cause that the specification's troubleshooting section names, as a snapshot shows it.
#include "engine/diagnostics/diagnose.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr EpochSeconds now = 1'700'000'000;

// A healthy program: one model, loaded and idle for ten minutes, that goes in twenty.
Snapshot healthy()
{
    Snapshot snapshot;
    snapshot.at = now;
    snapshot.system.total = Bytes::fromMebibytes(16384);
    snapshot.system.used = 0.4;
    snapshot.ollama.state = OllamaState::Available;
    ModelView model;
    model.id = u"ViT-L-14/openai"_s;
    model.installed = true;
    model.path = u"/models/ViT-L-14/openai"_s;
    model.state = ModelState::Ready;
    model.loaded = true;
    model.lastUsed = now - 600;
    model.unloadAt = now + 1200;
    model.unloadReasonNext = UnloadReason::IdleTimeout;
    model.unloadRule = {"idle timeout, %1 s", {u"1800"_s}};
    model.ramTimeout = 1800s;
    snapshot.models = {model};
    snapshot.receipts = std::make_shared<const std::vector<Receipt>>();
    return snapshot;
}

struct World
{
    Snapshot snapshot = healthy();
    SettingsStore::Sources sources;

    ModelView &model() { return snapshot.models[0]; }
    void set(const QString &environment, const QString &value) { sources.environment[environment] = value; }
    std::vector<Diagnosis> diagnoses()
    {
        const auto store = SettingsStore::load(sources);
        if (!store)
            qFatal("%s", qPrintable(store.error().message.english()));
        snapshot.settings = store->settings();
        snapshot.settingRows = std::make_shared<const std::vector<SettingRow>>(store->rows());
        snapshot.trackerEnabled = store->settings()[ModelUsageTrackerEnabled];
        return diagnose(snapshot);
    }
};

using Arrange = std::function<void(World &)>;

void unloadedOften(World &world, UnloadReason reason, int times)
{
    std::vector<Receipt> receipts;
    for (int i = 0; i < times; ++i) {
        Receipt receipt;
        receipt.modelId = world.model().id;
        receipt.reason = reason;
        receipt.at = now - 60 * i;
        receipts.push_back(receipt);
    }
    world.snapshot.receipts = std::make_shared<const std::vector<Receipt>>(receipts);
    world.model().loadSeconds = 2.5;
}

void failed(World &world, ErrorCode code, const char *message, Text hint = {})
{
    world.model().loaded = false;
    world.model().state = ModelState::Failed;
    world.model().failure = Error(code, Text{message, {}}).withHint(std::move(hint));
}

} // namespace

Q_DECLARE_METATYPE(Arrange)

class DiagnoseTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsSaidOfAHealthyProgram()
    {
        World world;
        QVERIFY(world.diagnoses().empty());
        world.model().state = ModelState::Busy;
        world.model().inFlight = 3;
        world.model().unloadAt.reset();
        world.model().lastUsed = now - 2;
        QVERIFY(world.diagnoses().empty());
        unloadedOften(world, UnloadReason::Manual, 50); // by a person's own hand
        QVERIFY(world.diagnoses().empty());
        world.snapshot.gpus = {GpuView()}; // not chosen
        world.model().device = u"cpu"_s;
        world.set(u"MODELDECK_CLIP_DEVICE"_s, u"cpu"_s);
        world.set(u"MODELDECK_VISION_DEFAULT_MODEL"_s, u"openai/clip-vit-large-patch14"_s); // by an alias
        QVERIFY(world.diagnoses().empty());
    }

    void eachCauseIsNamedWithWhatToDo_data()
    {
        QTest::addColumn<Arrange>("arrange");
        QTest::addColumn<bool>("ofModel");
        QTest::addColumn<QString>("why");
        QTest::addColumn<QString>("advice");
        const auto row = [](const char *name, bool ofModel, const QString &why, const QString &advice,
                            Arrange arrange) { QTest::newRow(name) << arrange << ofModel << why << advice; };
        const bool model = true, program = false;
        const auto off = [](World &w) {
            w.set(u"MODEL_USAGE_TRACKER_ENABLED"_s, u"false"_s);
            w.model().unloadAt.reset();
        };
        row("tracker off", program, u"switched off"_s, u"Set MODEL_USAGE_TRACKER_ENABLED to true"_s, off);
        row("tracker off, its model", model, u"switched off"_s, u"MODEL_USAGE_TRACKER_ENABLED"_s, off);
        const auto paused = [](World &w) {
            w.snapshot.paused = true;
            w.snapshot.pausedUntil = now + 90;
            w.model().unloadAt.reset();
        };
        row("paused", program, u"another 90 s"_s, u"Resume"_s, paused);
        row("paused, its model", model, u"paused"_s, u"Resume"_s, paused);
        row("timeout 0", model, u"model_usage_tracker_vision_embedding_ram_timeout is 0"_s, u"1800"_s,
            [](World &w) {
                w.model().ramTimeout = 0s;
                w.model().unloadAt.reset();
            });
        row("override 0", model, u"model_timeout_overrides is 0"_s, u"model_timeout_overrides"_s,
            [](World &w) {
                w.set(u"MODELDECK_MODEL_TIMEOUT_OVERRIDES"_s,
                      uR"({"ViT-L-14/openai": {"ram_timeout": 0}})"_s);
                w.model().ramTimeout = 0s;
                w.model().unloadAt.reset();
            });
        row("timeout 0, and an override of the other one", model,
            u"model_usage_tracker_vision_embedding_ram_timeout is 0"_s, u"ram_timeout to 1800"_s,
            [](World &w) {
                w.set(u"MODELDECK_MODEL_TIMEOUT_OVERRIDES"_s,
                      uR"({"ViT-L-14/openai": {"vram_timeout": 60}})"_s);
                w.model().ramTimeout = 0s;
                w.model().unloadAt.reset();
            });
        row("very long timeout on a GPU", model, u"48 hours"_s, u"model_timeout_overrides"_s, [](World &w) {
            w.set(u"MODELDECK_MODEL_TIMEOUT_OVERRIDES"_s,
                  uR"({"ViT-L-14/openai": {"vram_timeout": 172800}})"_s);
            w.model().device = u"cuda"_s;
            w.model().vramTimeout = 48h;
            w.model().ramTimeout = 0s;
            w.model().unloadAt = now + 48 * 3600;
        });
        row("very long timeout", model, u"48 hours"_s, u"ram_timeout"_s,
            [](World &w) { w.model().unloadAt = now + 48 * 3600; });
        row("long keep-alive", model, u"keep it for another 48 hours"_s, u"keep_alive_max"_s, [](World &w) {
            w.model().unloadAt = now + 48 * 3600;
            w.model().unloadReasonNext = UnloadReason::KeepAlive;
        });
        row("negative keep-alive", model, u"negative keep_alive"_s, u"by hand"_s,
            [](World &w) { w.model().unloadAt.reset(); });
        row("pinned", model, u"pinned"_s, u"Unpin"_s, [](World &w) {
            w.model().pinned = true;
            w.model().unloadAt.reset();
        });
        row("overdue", model, u"120 s ago (idle timeout, 1800 s)"_s, u"Run a sweep"_s,
            [](World &w) { w.model().unloadAt = now - 120; });
        row("stuck lease", model, u"It serves 2 requests"_s, u"reload"_s, [](World &w) {
            w.model().state = ModelState::Busy;
            w.model().inFlight = 2;
        });
        row("drains", model, u"still serves 1 request"_s, u"Wait"_s, [](World &w) {
            w.model().state = ModelState::Draining;
            w.model().inFlight = 1;
            w.model().lastUsed = now - 1;
        });
        row("another program's", model, u"Another program"_s, u"ollama_manage_external"_s, [](World &w) {
            w.snapshot.models.push_back(w.model());
            w.model().id = u"mxbai-embed-large"_s;
            w.model().type = ModelType::Text;
            w.model().external = true;
        });
        row("VRAM timeout after RAM timeout", program, u"has no effect"_s,
            u"Lower MODEL_USAGE_TRACKER_VISION_EMBEDDING_VRAM_TIMEOUT"_s, [](World &w) {
                w.set(u"MODEL_USAGE_TRACKER_VISION_EMBEDDING_VRAM_TIMEOUT"_s, u"3600"_s);
                w.snapshot.gpus = {GpuView()};
            });
        row("threshold too high", program, u"99 %"_s, u"LAZY_LOADING_UNLOADING_MEMORY_PRESSURE_THRESHOLD"_s,
            [](World &w) { w.set(u"LAZY_LOADING_UNLOADING_MEMORY_PRESSURE_THRESHOLD"_s, u"0.99"_s); });
        row("no memory probe", program, u"can't be read"_s, u"/proc/meminfo"_s,
            [](World &w) { w.snapshot.system = {}; });
        row("pressure, nothing idle for long enough", program, u"within the last 60 s"_s,
            u"pressure_timeout"_s, [](World &w) {
                w.snapshot.visionPressure = PressureLevel::High;
                w.model().lastUsed = now - 20;
            });
        row("pressure by other programs", program, u"other programs"_s, u"Close other programs"_s,
            [](World &w) {
                w.snapshot.visionPressure = PressureLevel::Critical;
                w.model().loaded = false;
                w.model().state = ModelState::Unloaded;
            });
        row("insufficient memory", model, u"no room"_s, u"smaller model"_s,
            [](World &w) { failed(w, ErrorCode::InsufficientMemory, "no room"); });
        row("corrupt files", model, u"tensor"_s, u"Verify"_s,
            [](World &w) { failed(w, ErrorCode::ModelLoadFailed, "tensor x"); });
        row("crashes", model, u"signal 9"_s, u"embedding_service.log"_s,
            [](World &w) { failed(w, ErrorCode::RunnerCrashed, "signal 9"); });
        row("the error's own hint wins", model, u"no room"_s, u"Unpin one"_s, [](World &w) {
            failed(w, ErrorCode::InsufficientMemory, "no room", {"Unpin one", {}});
        });
        row("incomplete folder", model, u"merges.txt is missing"_s, u"/models/"_s, [](World &w) {
            w.snapshot.models.push_back(w.model());
            w.model().id = u"demo/half"_s;
            w.model().installed = false;
            w.model().loaded = false;
            w.model().notInstalledReason = {"merges.txt is missing", {}};
        });
        row("no model", program, u"No vision model"_s, u"rescan"_s,
            [](World &w) { w.snapshot.models.clear(); });
        row("default model missing", program, u"ViT-B-32/openai"_s, u"MODELDECK_VISION_DEFAULT_MODEL"_s,
            [](World &w) { w.set(u"MODELDECK_VISION_DEFAULT_MODEL"_s, u"ViT-B-32/openai"_s); });
        row("churn by idle timeout", model,
            u"4 times within an hour, mostly for this reason: nobody used it. Each load takes 2.5 s"_s,
            u"Raise model_usage_tracker_vision_embedding_ram_timeout"_s,
            [](World &w) { unloadedOften(w, UnloadReason::IdleTimeout, 4); });
        row("churn by capacity", model, u"room for another model"_s, u"Raise max_loaded_models"_s,
            [](World &w) { unloadedOften(w, UnloadReason::Capacity, 6); });
        row("churn by keep-alive", model, u"keep-alive"_s, u"Raise keep_alive_min"_s,
            [](World &w) { unloadedOften(w, UnloadReason::KeepAlive, 6); });
        row("churn by pressure", model, u"memory pressure"_s, u"smaller model"_s,
            [](World &w) { unloadedOften(w, UnloadReason::MemoryPressure, 6); });
        row("Ollama off", program, u"switched off"_s, u"MODELDECK_OLLAMA_ENABLED"_s, [](World &w) {
            w.set(u"MODELDECK_OLLAMA_ENABLED"_s, u"no"_s);
            w.snapshot.ollama.state = OllamaState::Disabled;
        });
        row("Ollama away", program, u"http://h:1 is unavailable: connection refused"_s, u"ollama serve"_s,
            [](World &w) {
                w.snapshot.ollama = {
                    OllamaState::Unavailable, u"http://h:1"_s, {}, {"connection refused", {}}};
            });
        row("GPU without CUDA", program, u"RTX"_s, u"runner_program"_s, [](World &w) {
            GpuView gpu;
            gpu.name = u"RTX"_s;
            w.snapshot.gpus = {gpu};
            w.model().device = u"cpu"_s;
        });
    }
    void eachCauseIsNamedWithWhatToDo()
    {
        QFETCH(const Arrange, arrange);
        QFETCH(const bool, ofModel);
        QFETCH(const QString, why);
        QFETCH(const QString, advice);
        World world;
        arrange(world);
        QStringList seen;
        bool found = false;
        for (const Diagnosis &diagnosis : world.diagnoses()) {
            seen << diagnosis.modelId + u": "_s + diagnosis.why.english() + u" → "_s +
                        diagnosis.advice.english();
            found |= diagnosis.modelId.isEmpty() != ofModel && diagnosis.why.english().contains(why) &&
                     diagnosis.advice.english().contains(advice);
            QVERIFY2(!diagnosis.why.isEmpty() && !diagnosis.advice.isEmpty(), qPrintable(seen.last()));
        }
        QVERIFY2(found, qPrintable(seen.join(u'\n')));
    }

    void aModelThatGoesByItsClientsWordDoesNotStay()
    {
        World world;
        world.set(u"MODEL_USAGE_TRACKER_ENABLED"_s, u"false"_s);
        world.model().unloadAt = now + 3;
        world.model().unloadReasonNext = UnloadReason::KeepAlive;
        for (const Diagnosis &diagnosis : world.diagnoses())
            QVERIFY2(diagnosis.modelId.isEmpty(), qPrintable(diagnosis.why.english()));
    }

    void withoutAGpuNoVramTimeoutIsComplainedAbout()
    {
        World world;
        world.set(u"MODEL_USAGE_TRACKER_VISION_EMBEDDING_VRAM_TIMEOUT"_s, u"3600"_s);
        QVERIFY(world.diagnoses().empty());
    }

    void oldUnloadsAreForgotten()
    {
        World world;
        unloadedOften(world, UnloadReason::IdleTimeout, 4);
        world.snapshot.at += 7200;
        world.model().unloadAt = world.snapshot.at + 60;
        QVERIFY(world.diagnoses().empty());
    }
};

MODELDECK_TEST(DiagnoseTest)
#include "diagnose_test.moc"
