// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/activity_log.h"

#include <QLoggingCategory>

namespace modeldeck::activity_log {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(serviceLog, "modeldeck.service")
Q_LOGGING_CATEGORY(trackerLog, "modeldeck.tracker")

namespace {

QString megabytes(std::optional<Bytes> size)
{
    return size ? QString::number(size->mebibytes(), 'f', 1) + u" MiB"_s : u"unknown"_s;
}

QString memoryText(const MemoryUse &memory)
{
    return u"RAM %1 (of it private %2), VRAM %3"_s.arg(megabytes(memory.pss), megabytes(memory.anonymous),
                                                       megabytes(memory.device));
}

QString seconds(double time)
{
    return QString::number(time, 'f', 3) + u" s"_s;
}

QString timeout(std::chrono::seconds time)
{
    return time.count() == 0 ? u"never"_s : QString::number(time.count()) + u" s"_s;
}

void stateChanged(const Event &event)
{
    if (!event.state) { // concerns the program, not a model
        qCInfo(serviceLog).noquote() << event.text.english();
        return;
    }
    const QString why = event.text.isEmpty() ? QString() : u": "_s + event.text.english();
    qCInfo(serviceLog).noquote() << event.modelId << "is"
                                 << QString::fromLatin1(stateName(*event.state)) + why;
    if (*event.state == ModelState::Draining)
        qCInfo(trackerLog).noquote() << event.modelId << u"is to be unloaded"_s + why;
}

void unloaded(const Receipt &receipt)
{
    qCInfo(trackerLog).noquote()
        << receipt.modelId << (receipt.movedToRam ? "moved from VRAM to RAM, reason" : "unloaded, reason")
        << reasonName(receipt.reason) << "by the rule"
        << u'"' + receipt.rule.english() + u"\": held "_s + memoryText(receipt.held) + u"; returned "_s +
               memoryText(receipt.returned) + u"; took "_s + seconds(receipt.seconds);
    for (const ReceiptCandidate &other : receipt.candidates)
        qCInfo(trackerLog).noquote() << other.modelId << "stays:" << other.whyNot.english();
}

} // namespace

void happened(const Event &event)
{
    switch (event.kind) {
    case EventKind::State:
        return stateChanged(event);
    case EventKind::Receipt:
        return unloaded(*event.receipt);
    case EventKind::Memory:
    case EventKind::Pressure:
        qCInfo(trackerLog).noquote() << event.text.english();
        return;
    case EventKind::Setting:
        return; // LiveSettings logs it
    }
}

void loaded(const QString &modelId, const LoadedInfo &info, const ModelTimeouts &timeouts)
{
    qCInfo(serviceLog).noquote() << modelId << "loaded in" << seconds(info.seconds) + u" on "_s + info.device
                                 << info.dtype;
    qCInfo(trackerLog).noquote() << modelId << "registered; unloaded when idle, from VRAM after"
                                 << timeout(timeouts.vram) + u", from RAM after "_s + timeout(timeouts.ram);
}

void served(const QString &modelId, const Embeddings &result)
{
    const qsizetype inputs = result.dimension > 0 ? qsizetype(result.values.size()) / result.dimension : 0;
    qCDebug(serviceLog).noquote() << modelId << "embedded" << inputs << "inputs in"
                                  << seconds(std::chrono::duration<double>(result.runnerTime).count());
}

void notServed(const QString &modelId, const Error &error)
{
    qCDebug(serviceLog).noquote() << modelId << "did not embed:" << errorName(error.code);
}

} // namespace modeldeck::activity_log
