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
    out.gauge("modeldeck_build_info", "The program's version, as a label.");
    out.sample(1, {{"version", QStringLiteral(MODELDECK_VERSION)}});
    out.gauge("modeldeck_start_time_seconds", "When the program started, since the epoch.");
    out.sample(now.startedAt);
    out.gauge("modeldeck_automatic_unloading", "1 while idle models are unloaded by themselves.");
    out.sample(now.trackerEnabled && !now.paused);
    out.gauge("modeldeck_ollama_up",
              "1 if Ollama answers, 0 if it does not; absent while it is switched off.");
    if (now.ollama.state != OllamaState::Disabled)
        out.sample(now.ollama.state == OllamaState::Available || now.ollama.state == OllamaState::Degraded);
}

void models(PrometheusText &out, const Snapshot &now)
{
    out.gauge("modeldeck_models_loaded", "Loaded models by type.");
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
    out.gauge("modeldeck_model_requests_in_flight", "Requests that the model works on.");
    each([](const ModelView &m) { return m.inFlight; });
    out.gauge("modeldeck_model_queue_length", "Requests that wait for the model.");
    each([](const ModelView &m) { return m.queued; });
    out.counter("modeldeck_model_requests_total", "Requests that used the model.");
    each([](const ModelView &m) { return m.usageCount; });

    out.gauge(
        "modeldeck_model_memory_bytes",
        "What a loaded model holds: ram is the proportional set size, of it anonymous and mapped; vram.");
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
    one("modeldeck_embedding_requests_total", "Embedding calls.", counters.requests);
    one("modeldeck_loads_total", "Loads that succeeded.", counters.loads);
    one("modeldeck_load_failures_total", "Loads that failed.", counters.loadFailures);
    one("modeldeck_runner_crashes_total", "Runners that ended by themselves.", counters.runnerCrashes);
    one("modeldeck_preloads_total", "Loads ahead of need.", counters.preloads);
    one("modeldeck_preloads_used_total", "Preloaded models that were used.", counters.preloadsUsed);
    one("modeldeck_preloads_wasted_total", "Preloaded models that left unused.", counters.preloadsWasted);
    out.counter("modeldeck_unloads_total", "Unloads by reason.");
    for (int reason = 0; reason <= int(UnloadReason::Failure); ++reason) {
        const auto found = counters.unloads.find(UnloadReason(reason));
        out.sample(found == counters.unloads.end() ? 0 : double(found->second),
                   {{"reason", QString::fromLatin1(reasonName(UnloadReason(reason)))}});
    }
    out.counter("modeldeck_returned_bytes_total", "Memory that unloads gave back.");
    out.sample(double(counters.returnedRam.value), {{"tier", u"ram"_s}});
    out.sample(double(counters.returnedDevice.value), {{"tier", u"vram"_s}});
}

void memory(PrometheusText &out, const Snapshot &now)
{
    const auto one = [&](const char *name, const char *help, double value) {
        out.gauge(name, help);
        out.sample(value);
    };
    one("modeldeck_system_memory_size_bytes", "The machine's memory.", double(now.system.total.value));
    one("modeldeck_system_memory_available_bytes", "What programs can still take.",
        double(now.system.available.value));
    one("modeldeck_system_memory_used_ratio", "1 less the available share.", now.system.used);
    out.gauge("modeldeck_gpu_memory_size_bytes", "A GPU's memory.");
    for (std::size_t i = 0; i < now.gpus.size(); ++i)
        out.sample(double(now.gpus[i].total.value),
                   {{"gpu", QString::number(i)}, {"name", now.gpus[i].name}});
    out.gauge("modeldeck_gpu_memory_used_bytes", "A GPU's memory in use by all programs.");
    for (std::size_t i = 0; i < now.gpus.size(); ++i)
        out.sample(double(now.gpus[i].used.value), {{"gpu", QString::number(i)}, {"name", now.gpus[i].name}});
    out.gauge("modeldeck_memory_pressure_level",
              "0 normal, 1 medium, 2 high, 3 critical: of the machine, and where each type of model lives.");
    out.sample(int(now.system.level), {{"pool", u"system"_s}});
    out.sample(int(now.visionPressure), {{"pool", u"vision_embeddings"_s}});
    out.sample(int(now.textPressure), {{"pool", u"text_embeddings"_s}});
}

void server(PrometheusText &out, const Meters &meters)
{
    out.counter("modeldeck_http_requests_total", "Answered requests.");
    for (const auto &[labels, count] : meters.requests) {
        out.sample(double(count), {{"method", QString::fromLatin1(labels.method)},
                                   {"route", QString::fromLatin1(labels.route)},
                                   {"status", QString::number(labels.status)}});
    }
    out.counter("modeldeck_http_refusals_total", "Connections and malformed requests that were refused.");
    for (const auto &[code, count] : meters.refusals)
        out.sample(double(count), {{"code", QString::fromLatin1(errorInfo(code).name)}});
    out.histogram("modeldeck_http_request_duration_seconds",
                  "From a whole request to the start of its answer.");
    for (const auto &[route, times] : meters.requestTimes)
        out.sample(times, {{"route", QString::fromLatin1(route)}});
    out.histogram("modeldeck_embedding_duration_seconds",
                  "Embedding calls that succeeded, waiting included.");
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
