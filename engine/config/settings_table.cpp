// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/settings_table.h"

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 year = 365LL * 24 * 3600; // seconds

// One row, written so that the table below reads as a table: Row(…).bounds(…).unit(…).
class Row
{
public:
    Row(Key key, const char *name, SettingKind kind, const QVariant &defaultValue, const char *description)
    {
        m_row.key = key;
        m_row.name = QString::fromLatin1(name);
        m_row.environment = u"MODELDECK_"_s + m_row.name.toUpper();
        m_row.kind = kind;
        m_row.defaultValue =
            kind == SettingKind::Integer ? QVariant(defaultValue.toLongLong()) : defaultValue;
        m_row.description = Text{description, {}};
    }
    // The specification's own settings keep its names in the environment.
    Row &specification()
    {
        m_row.environment = m_row.name.toUpper();
        return *this;
    }
    Row &bounds(qint64 low, qint64 high)
    {
        m_row.minimum = low;
        m_row.maximum = high;
        return *this;
    }
    Row &bounds(double low, double high)
    {
        m_row.minimum = low;
        m_row.maximum = high;
        return *this;
    }
    Row &seconds(qint64 low, qint64 high)
    {
        m_row.unit = u"s"_s;
        return bounds(low, high);
    }
    Row &unit(const char *unit)
    {
        m_row.unit = QString::fromLatin1(unit);
        return *this;
    }
    Row &choices(QStringList values)
    {
        m_row.choices = std::move(values);
        return *this;
    }
    Row &restart() // applies to the next start
    {
        m_row.needsRestart = true;
        return *this;
    }
    Row &option(const char *name, const char *value)
    {
        m_row.option = QString::fromLatin1(name);
        m_row.optionValue = QString::fromLatin1(value);
        return *this;
    }
    operator SettingDefinition() const { return m_row; }

private:
    SettingDefinition m_row;
};

// A table reads better as one: clang-format would give each link of a chain its own line.
// clang-format off
std::vector<SettingDefinition> specificationRows()
{
    using enum Key;
    using enum SettingKind;
    return {
        Row(ModelUsageTrackerEnabled, "model_usage_tracker_enabled", Flag, true,
            MD_TEXT("Unload models by themselves when nobody uses them")).specification(),
        Row(ModelUsageTrackerCleanupInterval, "model_usage_tracker_cleanup_interval", Integer, 60,
            MD_TEXT("Time between two sweeps that compare what is believed with what is loaded"))
            .specification().seconds(1, 24 * 3600),
        Row(VisionEmbeddingVramTimeout, "model_usage_tracker_vision_embedding_vram_timeout", Integer, 600,
            MD_TEXT("Idle time after which a vision model leaves the GPU's memory; 0 is never"))
            .specification().seconds(0, year),
        Row(VisionEmbeddingRamTimeout, "model_usage_tracker_vision_embedding_ram_timeout", Integer, 1800,
            MD_TEXT("Idle time after which a vision model leaves the system's memory; 0 is never"))
            .specification().seconds(0, year),
        Row(EmbeddingModelVramTimeout, "model_usage_tracker_embedding_model_vram_timeout", Integer, 600,
            MD_TEXT("Idle time after which a text model leaves the GPU's memory; 0 is never"))
            .specification().seconds(0, year),
        Row(EmbeddingModelRamTimeout, "model_usage_tracker_embedding_model_ram_timeout", Integer, 1800,
            MD_TEXT("Idle time after which a text model leaves the system's memory; 0 is never"))
            .specification().seconds(0, year),
        Row(MemoryPressureThreshold, "lazy_loading_unloading_memory_pressure_threshold", Real, 0.8,
            MD_TEXT("Share of memory in use from which models are unloaded early"))
            .specification().bounds(0.0, 1.0),
        Row(MemoryPressureTimeout, "lazy_loading_unloading_memory_pressure_timeout", Integer, 60,
            MD_TEXT("Idle time after which a model is unloaded under memory pressure; 0 is at once"))
            .specification().seconds(0, year),
    };
}

std::vector<SettingDefinition> pressureRows()
{
    using enum Key;
    using enum SettingKind;
    return {
        Row(PressureUnloadPolicy, "pressure_unload_policy", Choice, u"lru"_s,
            MD_TEXT("Which model goes first under pressure: the least recently used, or the cheapest to load again"))
            .choices({u"lru"_s, u"cost_aware"_s}),
        Row(PressureOverridesPins, "pressure_overrides_pins", Flag, true,
            MD_TEXT("Unload pinned models too when the pressure is critical")),
        Row(PressureDropsPageCache, "pressure_drops_page_cache", Flag, true,
            MD_TEXT("Under pressure, let go of the cached file of a model that was unloaded")),
        Row(MemoryHeadroom, "memory_headroom", Integer, 512,
            MD_TEXT("Memory that must stay free after a load")).bounds(0LL, 1'048'576LL).unit("MiB"),
    };
}

std::vector<SettingDefinition> restRows()
{
    using enum Key;
    using enum SettingKind;
    constexpr qint64 mebi = 1024 * 1024;
    return {
        Row(RestApiEnabled, "rest_api_enabled", Flag, false, MD_TEXT("Serve the REST API")),
        Row(RestApiAddress, "rest_api_address", Addresses, QStringList{u"127.0.0.1"_s, u"::1"_s},
            MD_TEXT("IP addresses on which the REST API listens; any but loopback needs a token"))
            .option("listen", "ADDRESS"),
        Row(RestApiPort, "rest_api_port", Integer, 7000,
            MD_TEXT("TCP port of the REST API; 0 is any free one")).bounds(0LL, 65535LL).option("port", "N"),
        Row(RestApiTokenFile, "rest_api_token_file", Path, QString(),
            MD_TEXT("File with the token that calls of the REST API must carry")).option("token-file", "FILE"),
        Row(RestApiAuthReads, "rest_api_auth_reads", Flag, false,
            MD_TEXT("Ask for the token on loopback also for calls that only read")),
        Row(RestApiAllowedHosts, "rest_api_allowed_hosts", Hosts, QStringList(),
            MD_TEXT("Host names, beyond loopback and the address bound, under which the REST API answers")),
        Row(RestApiAllowedOrigins, "rest_api_allowed_origins", Origins, QStringList(),
            MD_TEXT("Origins of web pages that may call the REST API, such as https://example.org")),
        Row(RestApiTlsCertificate, "rest_api_tls_certificate", Path, QString(),
            MD_TEXT("PEM file with the certificate for HTTPS, for connections to come; needs the key too")),
        Row(RestApiTlsKey, "rest_api_tls_key", Path, QString(),
            MD_TEXT("PEM file with the private key for HTTPS; needs the certificate too")),
        Row(RestApiMaxHeaderBytes, "rest_api_max_header_bytes", Integer, 16 * 1024,
            MD_TEXT("Longest request header")).bounds(1024LL, mebi).unit("bytes"),
        // Half of a frame to the runner, so that what a body holds always fits into one.
        Row(RestApiMaxBodyBytes, "rest_api_max_body_bytes", Integer, 64 * mebi,
            MD_TEXT("Longest request body")).bounds(1024LL, 128 * mebi).unit("bytes"),
        Row(RestApiMaxConnections, "rest_api_max_connections", Integer, 256,
            MD_TEXT("Most connections at one time")).bounds(1LL, 65535LL),
        Row(RestApiHeaderTimeout, "rest_api_header_timeout", Integer, 10,
            MD_TEXT("Time in which a request's header must arrive")).seconds(1, 3600),
        Row(RestApiBodyTimeout, "rest_api_body_timeout", Integer, 60,
            MD_TEXT("Time in which a request's body must arrive")).seconds(1, 3600),
    };
}

std::vector<SettingDefinition> modelRows()
{
    using enum Key;
    using enum SettingKind;
    return {
        Row(VisionDefaultModel, "vision_default_model", ModelId, u"ViT-L-14/openai"_s,
            MD_TEXT("Vision model for calls that name none")),
        Row(TextDefaultModel, "text_default_model", ModelId, u"mxbai-embed-large"_s,
            MD_TEXT("Text model for calls that name none")),
        Row(MaxLoadedModels, "max_loaded_models", Integer, 2,
            MD_TEXT("Most vision models loaded at one time")).bounds(1LL, 64LL),
        Row(MaxQueuedRequests, "max_queued_requests", Integer, 512,
            MD_TEXT("Most requests that wait for one model")).bounds(1LL, 100000LL),
        Row(MaxImagePixels, "max_image_pixels", Integer, 50'000'000,
            MD_TEXT("Largest image that is decoded")).bounds(1LL, 1'000'000'000LL).unit("pixels"),
        Row(ModelsDirectories, "models_directories", PathList, QStringList(),
            MD_TEXT("Folders with models, as FOLDER/architecture/weights")).option("models-dir", "DIR"),
        Row(ClipDevice, "clip_device", Choice, u"auto"_s,
            MD_TEXT("Where vision models compute, from the next load on; auto is the GPU where the runner can use one"))
            .choices({u"auto"_s, u"cpu"_s, u"cuda"_s}),
        Row(ClipDtype, "clip_dtype", Choice, u"auto"_s,
            MD_TEXT("Number format in which vision models compute, from the next load on; auto is the fastest of this CPU"))
            .choices({u"auto"_s, u"float32"_s, u"bfloat16"_s}),
        Row(ClipThreads, "clip_threads", Integer, 0,
            MD_TEXT("CPU threads of a vision model, from the next load on; 0 is by the number of cores")).bounds(0LL, 1024LL),
        Row(RunnerProgram, "runner_program", Path, QString(),
            MD_TEXT("Another modeldeck-runner, such as one built with CUDA, from the next load on; empty is our own")),
        Row(OllamaEnabled, "ollama_enabled", Flag, true, MD_TEXT("Use text models through Ollama")),
        Row(OllamaHost, "ollama_host", Url, u"http://127.0.0.1:11434"_s, MD_TEXT("Where Ollama answers")),
        Row(OllamaManageExternal, "ollama_manage_external", Flag, false,
            MD_TEXT("Also unload models that other programs loaded in Ollama")),
        Row(OllamaConnectTimeout, "ollama_connect_timeout", Integer, 5,
            MD_TEXT("Time in which Ollama must accept a connection")).seconds(1, 300),
        Row(OllamaRequestTimeout, "ollama_request_timeout", Integer, 300,
            MD_TEXT("Time in which Ollama must answer a request, loading included")).seconds(1, 3600),
        Row(ShutdownDrainSeconds, "shutdown_drain_seconds", Integer, 3,
            MD_TEXT("Time that running requests have to finish when the program ends")).seconds(0, 3600),
        Row(KeepAliveMin, "keep_alive_min", Integer, 0,
            MD_TEXT("Shortest keep_alive that a request gets, however short the one it asks for"))
            .seconds(0, year),
        Row(KeepAliveMax, "keep_alive_max", Integer, 0,
            MD_TEXT("Longest keep_alive that a request gets; 0 is no limit")).seconds(0, year),
        Row(SmartPreloadingEnabled, "smart_preloading_enabled", Flag, true,
            MD_TEXT("Load models that are used often ahead of time, when the machine is idle")),
        Row(SmartPreloadingMaxWaste, "smart_preloading_max_waste", Real, 0.2,
            MD_TEXT("Share of preloaded models that may go unused before preloading becomes more careful"))
            .bounds(0.0, 1.0),
        Row(HistoryDays, "history_days", Integer, 90, MD_TEXT("How long the history is kept")).bounds(1LL, 3650LL)
            .unit("days"),
        Row(AlertMemoryUse, "alert_memory_use", Real, 0.9,
            MD_TEXT("Share of memory in use that is notified when it lasts; 0 is never")).bounds(0.0, 1.0),
        Row(AlertMinutes, "alert_minutes", Integer, 10,
            MD_TEXT("How long such a use must last")).bounds(1LL, 1440LL).unit("min"),
        Row(LogLevel, "log_level", Choice, u"info"_s, MD_TEXT("How much is logged"))
            .choices({u"error"_s, u"warning"_s, u"info"_s, u"debug"_s}).option("log-level", "LEVEL"),
        Row(Language, "language", Choice, u"auto"_s, MD_TEXT("Language of the window; auto is that of the session"))
            .choices({u"auto"_s, u"de"_s, u"en"_s, u"fr"_s}).restart(),
        Row(ModelTimeoutOverrides, "model_timeout_overrides", Overrides, QVariantMap(),
            MD_TEXT("Idle timeouts of single models: {model_id: {\"vram_timeout\", \"ram_timeout\"}}"))
            .seconds(0, year),
    };
}

// clang-format on
std::vector<SettingDefinition> allRows()
{
    std::vector<SettingDefinition> rows;
    for (auto &&part : {specificationRows(), pressureRows(), restRows(), modelRows()})
        rows.insert(rows.end(), part.begin(), part.end());
    Q_ASSERT(rows.size() == std::size_t(Key::Count));
    return rows;
}

} // namespace

std::span<const SettingDefinition> settingsTable()
{
    static const std::vector<SettingDefinition> rows = allRows();
    return rows;
}

const SettingDefinition &settingDefinition(Key key)
{
    return settingsTable()[std::size_t(key)];
}

const SettingDefinition *findSetting(QStringView name)
{
    for (const SettingDefinition &row : settingsTable()) {
        if (row.name == name)
            return &row;
    }
    return nullptr;
}

} // namespace modeldeck
