// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/metrics_view.h"

#include "app/rest/api/prometheus_text.h"
#include "app/rest/api/view_parts.h"
#include "modeldeck_version.h"

#include <algorithm>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

void program(PrometheusText &out, const Snapshot &now)
{
    out.gauge("modeldeck_build_info", "The program's version as a label.");
    out.sample(1, {{"version", QStringLiteral(MODELDECK_VERSION)}});
    out.gauge("modeldeck_start_time_seconds", "When the program started, in seconds since the epoch.");
    out.sample(now.startedAt);
    out.gauge("modeldeck_automatic_unloading", "1 while idle models are unloaded automatically.");
    out.sample(now.trackerEnabled && !now.paused);
    out.gauge("modeldeck_ollama_up", "1 if Ollama answers, 0 if not; absent while Ollama is switched off.");
    if (now.ollama.state != OllamaState::Disabled)
        out.sample(now.ollama.state == OllamaState::Available || now.ollama.state == OllamaState::Degraded);
}

void models(PrometheusText &out, const Snapshot &now)
{
    out.gauge("modeldeck_models_loaded", "Number of loaded models by type.");
    for (const ModelType type : {ModelType::Vision, ModelType::Text}) {
        out.sample(double(std::ranges::count_if(
                       now.models, [type](const ModelView &m) { return m.type == type && m.loaded; })),
                   {{"type", typeName(type)}});
    }
    const auto each = [&](auto &&value) {
        for (const ModelView &model : now.models) {
            if (model.installed)
                out.sample(double(value(model)), {{"model", model.id}, {"type", typeName(model.type)}});
        }
    };
    out.gauge("modeldeck_model_loaded", "1 if the installed model is loaded.");
    each([](const ModelView &m) { return m.loaded; });
    out.gauge("modeldeck_model_failed", "1 if the model's last load or run failed.");
    each([](const ModelView &m) { return m.state == ModelState::Failed; });
    out.gauge("modeldeck_model_requests_in_flight", "Requests that the model is processing.");
    each([](const ModelView &m) { return m.inFlight; });
    out.gauge("modeldeck_model_queue_length", "Requests that wait for the model.");
    each([](const ModelView &m) { return m.queued; });
    out.counter("modeldeck_model_requests_total", "Requests that used the model.");
    each([](const ModelView &m) { return m.usageCount; });

    out.gauge("modeldeck_model_memory_bytes", "Memory that a loaded model holds: ram is its proportional set "
                                              "size, of which ram_anonymous and ram_mapped are parts; vram.");
    for (const ModelView &model : now.models) {
        if (!model.loaded)
            continue;
        const auto tier = [&](const char *name, Bytes bytes) {
            out.sample(double(bytes.value), {{"model", model.id}, {"tier", QString::fromLatin1(name)}});
        };
        tier("ram", model.memory.pss);
        tier("ram_anonymous", model.memory.anonymous);
        tier("ram_mapped", model.memory.file);
        if (model.memory.device)
            tier("vram", *model.memory.device);
    }
}

void counters(PrometheusText &out, const Counters &counters)
{
    const auto one = [&](const char *name, const char *help, quint64 value) {
        out.counter(name, help);
        out.sample(double(value));
    };
    one("modeldeck_embedding_requests_total", "Number of embedding calls.", counters.requests);
    one("modeldeck_loads_total", "Successful loads.", counters.loads);
    one("modeldeck_load_failures_total", "Failed loads.", counters.loadFailures);
    one("modeldeck_runner_crashes_total", "Runners that crashed.", counters.runnerCrashes);
    one("modeldeck_preloads_total", "Preloads.", counters.preloads);
    one("modeldeck_preloads_used_total", "Preloads whose model was used.", counters.preloadsUsed);
    one("modeldeck_preloads_wasted_total", "Preloads whose model was not used.", counters.preloadsWasted);
    out.counter("modeldeck_unloads_total", "Unloads by reason.");
    for (int reason = 0; reason <= int(UnloadReason::Failure); ++reason) {
        const auto found = counters.unloads.find(UnloadReason(reason));
        out.sample(found == counters.unloads.end() ? 0 : double(found->second),
                   {{"reason", QString::fromLatin1(reasonName(UnloadReason(reason)))}});
    }
    out.counter("modeldeck_returned_bytes_total", "Memory that unloads freed.");
    out.sample(double(counters.returnedRam.value), {{"tier", u"ram"_s}});
    out.sample(double(counters.returnedDevice.value), {{"tier", u"vram"_s}});
}

void memory(PrometheusText &out, const Snapshot &now)
{
    const auto one = [&](const char *name, const char *help, double value) {
        out.gauge(name, help);
        out.sample(value);
    };
    one("modeldeck_system_memory_size_bytes", "Size of the machine's memory.",
        double(now.system.total.value));
    one("modeldeck_system_memory_available_bytes", "Memory that programs can still allocate.",
        double(now.system.available.value));
    one("modeldeck_system_memory_used_ratio", "Share of memory in use: 1 minus the available share.",
        now.system.used);
    out.gauge("modeldeck_gpu_memory_size_bytes", "Size of a GPU's memory.");
    for (std::size_t i = 0; i < now.gpus.size(); ++i)
        out.sample(double(now.gpus[i].total.value),
                   {{"gpu", QString::number(i)}, {"name", now.gpus[i].name}});
    out.gauge("modeldeck_gpu_memory_used_bytes", "GPU memory that all programs use.");
    for (std::size_t i = 0; i < now.gpus.size(); ++i)
        out.sample(double(now.gpus[i].used.value), {{"gpu", QString::number(i)}, {"name", now.gpus[i].name}});
    out.gauge(
        "modeldeck_memory_pressure_level",
        "0 normal, 1 medium, 2 high, 3 critical; for the machine and for the memory of each model type.");
    out.sample(int(now.system.level), {{"pool", u"system"_s}});
    out.sample(int(now.visionPressure), {{"pool", u"vision_embeddings"_s}});
    out.sample(int(now.textPressure), {{"pool", u"text_embeddings"_s}});
}

void server(PrometheusText &out, const Meters &meters)
{
    out.counter("modeldeck_http_requests_total", "Number of answered requests.");
    for (const auto &[labels, count] : meters.requests) {
        out.sample(double(count), {{"method", QString::fromLatin1(labels.method)},
                                   {"route", QString::fromLatin1(labels.route)},
                                   {"status", QString::number(labels.status)}});
    }
    out.counter("modeldeck_http_refusals_total", "Refused connections and malformed requests.");
    for (const auto &[code, count] : meters.refusals)
        out.sample(double(count), {{"code", QString::fromLatin1(errorName(code))}});
    out.histogram("modeldeck_http_request_duration_seconds",
                  "Time from receiving a complete request to the start of its answer.");
    for (const auto &[route, times] : meters.requestTimes)
        out.sample(times, {{"route", QString::fromLatin1(route)}});
    out.histogram("modeldeck_embedding_duration_seconds",
                  "Duration of successful embedding calls, including waiting.");
    for (const auto &[model, times] : meters.embedTimes)
        out.sample(times, {{"model", model}});
}

} // namespace

QByteArray metricsView(const Snapshot &now, const Meters &meters)
{
    PrometheusText out;
    program(out, now);
    models(out, now);
    counters(out, now.counters);
    memory(out, now);
    server(out, meters);
    return out.text();
}

} // namespace modeldeck::api
