// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wording.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace modeldeck::wording {

namespace {

struct Wording
{
    Q_DECLARE_TR_FUNCTIONS(modeldeck::Wording)
};

QDateTime localTime(EpochSeconds at)
{
    return QDateTime::fromMSecsSinceEpoch(qint64(at * 1000));
}

// The locale's short time has no seconds, its long one has the time zone.
QString timeFormat()
{
    QString format = QLocale().timeFormat(QLocale::ShortFormat);
    return format.contains(u"ss"_s) ? format : format.replace(u"mm"_s, u"mm:ss"_s);
}

} // namespace

QString translated(const Text &text)
{
    return text.isEmpty() ? QString() : text.fill(QCoreApplication::translate("modeldeck", text.source));
}

QString state(const ModelView &model)
{
    if (!model.installed && model.state == ModelState::Unloaded)
        return Wording::tr("not installed");
    switch (model.state) {
    case ModelState::Unloaded: return Wording::tr("not loaded");
    case ModelState::Loading: return Wording::tr("loading…");
    case ModelState::Ready: return Wording::tr("ready");
    case ModelState::Busy: return Wording::tr("busy: %n request(s)", nullptr, model.inFlight);
    case ModelState::Draining:
        return Wording::tr("unloads after %n request(s) finish", nullptr, model.inFlight);
    case ModelState::Unloading: return Wording::tr("unloading…");
    case ModelState::ResidentInRam: return Wording::tr("ready in RAM");
    case ModelState::Failed: return Wording::tr("failed");
    }
    Q_UNREACHABLE();
}

QString reason(UnloadReason reason)
{
    switch (reason) {
    case UnloadReason::IdleTimeout: return Wording::tr("nobody used it");
    case UnloadReason::MemoryPressure: return Wording::tr("memory pressure");
    case UnloadReason::Manual: return Wording::tr("unloaded by hand");
    case UnloadReason::Switch: return Wording::tr("another model took over");
    case UnloadReason::Capacity: return Wording::tr("room for another model");
    case UnloadReason::KeepAlive: return Wording::tr("a request's keep-alive ended");
    case UnloadReason::Shutdown: return Wording::tr("Modeldeck ended");
    case UnloadReason::Failure: return Wording::tr("it failed");
    }
    Q_UNREACHABLE();
}

QString pressure(PressureLevel level)
{
    switch (level) {
    case PressureLevel::Normal: return Wording::tr("normal");
    case PressureLevel::Medium: return Wording::tr("medium");
    case PressureLevel::High: return Wording::tr("high");
    case PressureLevel::Critical: return Wording::tr("critical");
    }
    Q_UNREACHABLE();
}

QString bytes(Bytes amount)
{
    const int decimals = amount.value < Bytes::fromMebibytes(1024).value ? 0 : 1;
    return QLocale().formattedDataSize(amount.value, decimals, QLocale::DataSizeIecFormat);
}

QString change(Bytes amount)
{
    return amount.value > 0 ? QLocale().positiveSign() + bytes(amount) : bytes(amount);
}

QString percent(double fraction)
{
    return Wording::tr("%1 %").arg(QLocale().toString(int(std::lround(fraction * 100))));
}

QString countdown(std::chrono::seconds left)
{
    const auto hours = std::chrono::floor<std::chrono::hours>(left);
    const QTime rest = QTime(0, 0).addSecs(int((left - hours).count()));
    const QString minutes = QLocale().toString(rest, u"mm:ss"_s);
    return hours.count() == 0 ? minutes : QLocale().toString(qint64(hours.count())) + u':' + minutes;
}

QString duration(std::chrono::seconds time)
{
    const qint64 seconds = time.count();
    if (seconds < 60)
        return Wording::tr("%1 s").arg(QLocale().toString(seconds));
    if (seconds < 3600)
        return Wording::tr("%1 min").arg(QLocale().toString(seconds / 60));
    if (seconds < 48 * 3600)
        return Wording::tr("%1 h").arg(QLocale().toString(seconds / 3600));
    return Wording::tr("%n day(s)", nullptr, int(std::min<qint64>(seconds / 86400, 1'000'000)));
}

QString exactSeconds(double seconds)
{
    return Wording::tr("%1 s").arg(QLocale().toString(seconds, 'f', seconds < 10 ? 2 : 0));
}

QString ago(std::chrono::seconds time)
{
    return time.count() < 1 ? Wording::tr("just now") : Wording::tr("%1 ago").arg(duration(time));
}

QString timeOfDay(EpochSeconds at)
{
    return QLocale().toString(localTime(at).time(), timeFormat());
}

QString moment(EpochSeconds at, EpochSeconds now)
{
    const QDateTime time = localTime(at);
    if (time.date() == localTime(now).date())
        return timeOfDay(at);
    return Wording::tr("%1, %2", "date, time")
        .arg(QLocale().toString(time.date(), QLocale::ShortFormat), timeOfDay(at));
}

std::chrono::seconds between(EpochSeconds from, EpochSeconds to)
{
    return std::chrono::seconds(qint64(std::clamp(to - from, 0.0, 1e12)));
}

QString notApplicable()
{
    return Wording::tr("–", "no value");
}

} // namespace modeldeck::wording
