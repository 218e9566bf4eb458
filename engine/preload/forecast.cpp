// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/preload/forecast.h"

#include <QDateTime>
#include <algorithm>
#include <cmath>
#include <span>

namespace modeldeck {

namespace {

constexpr double halfLifeDays = 21;
// How many days, or pauses, of experience the more general estimate is worth.
constexpr double generalDays = 0.5;
constexpr double kindOfDayDays = 2;
constexpr double generalPauses = 2;

constexpr qint64 slotsADay = 24 * 3600 / UsePattern::slotLength.count();

double weightOf(double ageDays)
{
    return std::exp2(-ageDays / halfLifeDays);
}

// Pulls a share of few observations towards a prior.
struct Share
{
    double hits = 0;
    double all = 0;

    void count(bool hit, double weight)
    {
        hits += hit ? weight : 0;
        all += weight;
    }
    double estimate(double prior, double priorWeight) const
    {
        return (hits + priorWeight * prior) / (all + priorWeight);
    }
};

double logit(double p)
{
    const double bounded = std::clamp(p, 0.01, 0.99); // nothing is certain
    return std::log(bounded / (1 - bounded));
}

// The share of all moments from which a use was less than `count` slots away.
double shareOfAllTimes(std::span<const qint64> used, qint64 now, qint64 count)
{
    qint64 covered = 0;
    for (std::size_t i = 1; i < used.size(); ++i)
        covered += std::min(used[i] - used[i - 1], count);
    return double(covered) / double(std::max<qint64>(now - used.front(), slotsADay));
}

double chanceByTimeOfWeek(const UsePattern &pattern, const Moment &moment, qint64 count, double general)
{
    Share weekday, kind;
    for (const Moment::Day &day : moment.days) {
        if (day.slot + count <= pattern.used().front())
            continue; // nobody knew the model yet
        const bool hit = pattern.usedWithin(day.slot, count);
        if (day.sameWeekday)
            weekday.count(hit, day.weight);
        if (day.sameKind)
            kind.count(hit, day.weight);
    }
    return weekday.estimate(kind.estimate(general, generalDays), kindOfDayDays);
}

double chanceByPause(std::span<const qint64> used, qint64 now, qint64 count, double general)
{
    const qint64 pause = now - used.back();
    Share share;
    for (std::size_t i = 1; i < used.size(); ++i) {
        if (const qint64 length = used[i] - used[i - 1]; length > pause)
            share.count(length <= pause + count, weightOf(double(now - used[i]) / double(slotsADay)));
    }
    return share.estimate(general, generalPauses);
}

} // namespace

Moment Calendar::moment(EpochSeconds now, std::chrono::days past) const
{
    const QDateTime local = QDateTime::fromSecsSinceEpoch(qint64(now), zone);
    const auto isWorkday = [this](const QDate &date) {
        return workdays.contains(Qt::DayOfWeek(date.dayOfWeek()));
    };
    Moment moment{UsePattern::slotOf(now), {}};
    for (int ago = 1; ago <= past.count(); ++ago) {
        const QDate date = local.date().addDays(-ago);
        moment.days.push_back(
            {UsePattern::slotOf(double(QDateTime(date, local.time(), zone).toSecsSinceEpoch())),
             weightOf(ago), date.dayOfWeek() == local.date().dayOfWeek(),
             isWorkday(date) == isWorkday(local.date())});
    }
    return moment;
}

double chanceOfUse(const UsePattern &pattern, const Moment &moment, std::chrono::seconds within)
{
    const auto &all = pattern.used();
    const std::span used(all.begin(), std::ranges::upper_bound(all, moment.slot));
    if (used.size() < 2)
        return 0;
    const qint64 count = std::max<qint64>(1, within / UsePattern::slotLength);
    const double general = shareOfAllTimes(used, moment.slot, count);
    // Two witnesses: each moves the odds from the general ones by what it knows.
    const double odds = logit(chanceByTimeOfWeek(pattern, moment, count, general)) +
                        logit(chanceByPause(used, moment.slot, count, general)) - logit(general);
    return 1 / (1 + std::exp(-odds));
}

} // namespace modeldeck
