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

// "10 min", "90 s", "29 min 41 s": no second is cut off, as duration() does.
QString exactTime(std::chrono::nanoseconds time)
{
    using namespace std::chrono_literals;
    if (time >= 1h && time % 1h == 0ns)
        return Wording::tr("%1 h").arg(QLocale().toString(qint64(time / 1h)));
    if (time >= 1min && time % 1min == 0ns)
        return Wording::tr("%1 min").arg(QLocale().toString(qint64(time / 1min)));
    if (time >= 2min) {
        return Wording::tr("%1 min %2 s", "a time")
            .arg(QLocale().toString(qint64(time / 1min)), QLocale().toString(qint64(time % 1min / 1s)));
    }
    return Wording::tr("%1 s").arg(QLocale().toString(std::chrono::duration<double>(time).count(), 'g', 6));
}

// How the arguments of the engine's texts are said.
struct InWords
{
    QString operator()(const QString &words) const { return words; }
    QString operator()(qint64 number) const { return QLocale().toString(number); }
    QString operator()(TextArgument::Decimal number) const
    {
        return QLocale().toString(number.value, 'f', number.decimals);
    }
    QString operator()(std::chrono::nanoseconds time) const { return exactTime(time); }
    QString operator()(const std::shared_ptr<const Text> &text) const { return translated(*text); }
};

} // namespace

QString translated(const Text &text)
{
    if (text.isEmpty())
        return {};
    // Asked for the plural of a text that has none, Qt finds nothing.
    const auto *count = QLatin1StringView(text.source).contains("%n"_L1)
                            ? std::get_if<qint64>(&text.arguments.first().value())
                            : nullptr;
    return text.fill(QCoreApplication::translate("modeldeck", text.source, nullptr, count ? int(*count) : -1),
                     [](const TextArgument &argument) { return std::visit(InWords(), argument.value()); });
}

QString state(const ModelView &model)
{
    if (!model.installed && model.state == ModelState::Unloaded)
        return Wording::tr("not installed");
    switch (model.state) {
    case ModelState::Unloaded:
        return Wording::tr("not loaded");
    case ModelState::Loading:
        return Wording::tr("loading…");
    case ModelState::Ready:
        return Wording::tr("ready");
    case ModelState::Busy:
        return Wording::tr("busy: %n request(s)", nullptr, model.inFlight);
    case ModelState::Draining:
        return Wording::tr("unloads after %n request(s) finish", nullptr, model.inFlight);
    case ModelState::Unloading:
        return Wording::tr("unloading…");
    case ModelState::ResidentInRam:
        return Wording::tr("ready in RAM");
    case ModelState::Failed:
        return Wording::tr("failed");
    }
    Q_UNREACHABLE();
}

QString reason(UnloadReason reason)
{
    return translated(reasonText(reason));
}

QString pressure(PressureLevel level)
{
    return translated(pressureText(level));
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
