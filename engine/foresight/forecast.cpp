// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/foresight/forecast.h"

#include <QDateTime>
#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace modeldeck {

namespace {

constexpr double halfLifeDays = 21;
// Where weekdays differ: how many days of experience what is known of the kind of day is worth.
constexpr double kindOfDayDays = 1;
constexpr double strongEvidence = 3;      // 20 to 1
constexpr std::size_t longestPause = 400; // that is learned from, in times of the forecast's length

constexpr qint64 slotsADay = 24 * 3600 / UsePattern::slotLength.count();

double weightOf(double ageDays)
{
    return std::exp2(-ageDays / halfLifeDays);
}

double logit(double p)
{
    const double bounded = std::clamp(p, 0.01, 0.99); // nothing is certain
    return std::log(bounded / (1 - bounded));
}

qint64 slotsOf(std::chrono::seconds within)
{
    return std::max<qint64>(1, within / UsePattern::slotLength);
}

constexpr qint64 never = std::numeric_limits<qint64>::max();

// Of the uses that followed: those that a load some minutes later would have missed, and those that only it
// would have covered.
struct Timing
{
    static constexpr qint64 later = 3; // slots

    double soon = 0;
    double late = 0;
    double all = 0;

    void count(qint64 after, qint64 covered, double weight)
    {
        soon += after < later ? weight : 0;
        late += after >= covered && after < covered + later ? weight : 0;
        all += weight;
    }
    double soonShare() const { return all > 0 ? soon / all : 0; }
    double lateShare() const { return all > 0 ? late / all : 0; }
};

std::span<const qint64> usedUntil(const UsePattern &pattern, qint64 slot)
{
    const auto &all = pattern.used();
    return {all.begin(), std::ranges::upper_bound(all, slot)};
}

// The share of all moments from which a use was less than `count` slots away.
double shareOfAllTimes(std::span<const qint64> used, qint64 now, qint64 count)
{
    qint64 covered = 0;
    for (std::size_t i = 1; i < used.size(); ++i)
        covered += std::min(used[i] - used[i - 1], count);
    return double(covered) / double(std::max<qint64>(now - used.front(), slotsADay));
}

// On earlier days of some kind.
Share shareByTimeOfDay(const UsePattern &pattern, const Moment &moment, qint64 count,
                       bool Moment::Day::*sameKind)
{
    Share share;
    for (const Moment::Day &day : moment.days) {
        if (day.*sameKind && day.slot + count > pattern.used().front()) // else nobody knew the model yet
            share.count(pattern.usedWithin(day.slot, count), day.weight);
    }
    return share;
}

Share shareByPause(std::span<const qint64> used, qint64 now, qint64 count)
{
    const qint64 pause = now - used.back();
    Share share;
    for (std::size_t i = 1; i < used.size(); ++i) {
        if (const qint64 length = used[i] - used[i - 1]; length > pause)
            share.count(length <= pause + count, weightOf(double(now - used[i]) / double(slotsADay)));
    }
    return share;
}

// One share for each time of the day on working days, and on others.
std::vector<Share> timesOfDay(const UsePattern &pattern, const Moment &midnight, qint64 count)
{
    const qint64 windows = slotsADay / count;
    std::vector<Share> shares(std::size_t(2 * windows));
    for (const Moment::Day &day : midnight.days) {
        for (qint64 i = 0; i < windows; ++i) {
            if (const qint64 first = day.slot + i * count; first + count > pattern.used().front())
                shares[std::size_t(2 * i + day.sameKind)].count(pattern.usedWithin(first, count), day.weight);
        }
    }
    return shares;
}

// How much better the days of the week foretell the uses than the kind of day does: the logarithm of the odds
// (a Bayes factor, of a Beta-binomial against a binomial distribution).
double evidenceOfWeekdays(const UsePattern &pattern, const Moment &midnight, qint64 count,
                          const ChancePrior &byTimeOfDay, const std::vector<Share> &kinds)
{
    const auto logBeta = [](double a, double b) {
        return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
    };
    double evidence = 0;
    const qint64 windows = slotsADay / count;
    for (std::size_t weekday = 0; weekday < 7; ++weekday) {
        for (qint64 i = 0; i < windows; ++i) {
            Share share;
            bool kind = false;
            for (std::size_t ago = weekday; ago < midnight.days.size(); ago += 7) {
                const Moment::Day &day = midnight.days[ago];
                kind = day.sameKind;
                if (const qint64 first = day.slot + i * count; first + count > pattern.used().front())
                    share.count(pattern.usedWithin(first, count), day.weight);
            }
            const double p = byTimeOfDay.estimate(kinds[std::size_t(2 * i + kind)]);
            const double a = p * kindOfDayDays, b = (1 - p) * kindOfDayDays;
            const double misses = share.all - share.hits;
            evidence += logBeta(a + share.hits, b + misses) - logBeta(a, b) - share.hits * std::log(p) -
                        misses * std::log(1 - p);
        }
    }
    return evidence;
}

// One share for each length that a pause can have reached.
std::vector<Share> pauses(std::span<const qint64> used, qint64 now, qint64 count)
{
    std::vector<Share> shares;
    for (std::size_t i = 1; i < used.size(); ++i) {
        const qint64 length = used[i] - used[i - 1];
        const double weight = weightOf(double(now - used[i]) / double(slotsADay));
        const auto last = std::size_t((length - 1) / count);
        const std::size_t end = std::min(last + 1, longestPause);
        shares.resize(std::max(shares.size(), end));
        for (std::size_t k = 0; k < end; ++k)
            shares[k].count(k == last, weight);
    }
    return shares;
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

EpochSeconds Calendar::midnight(EpochSeconds now) const
{
    const QDate today = QDateTime::fromSecsSinceEpoch(qint64(now), zone).date();
    return double(today.startOfDay(zone).toSecsSinceEpoch());
}

UseProfile profileOf(const UsePattern &pattern, const Moment &midnight, std::chrono::seconds within)
{
    UseProfile profile{within, 0, {}, {}, false};
    const std::span used = usedUntil(pattern, midnight.slot);
    if (used.size() < 2)
        return profile;
    const qint64 count = slotsOf(within);
    profile.general = shareOfAllTimes(used, midnight.slot, count);
    const auto kinds = timesOfDay(pattern, midnight, count);
    profile.byTimeOfDay.learn(kinds);
    profile.byWeekday =
        evidenceOfWeekdays(pattern, midnight, count, profile.byTimeOfDay, kinds) > strongEvidence;
    profile.byPause.learn(pauses(used, midnight.slot, count));
    return profile;
}

double chanceOfUse(const UsePattern &pattern, const UseProfile &profile, const Moment &moment)
{
    const std::span used = usedUntil(pattern, moment.slot);
    if (used.size() < 2 || profile.general <= 0)
        return 0;
    const qint64 count = slotsOf(profile.within);
    double byTime =
        profile.byTimeOfDay.estimate(shareByTimeOfDay(pattern, moment, count, &Moment::Day::sameKind));
    if (profile.byWeekday) {
        const Share weekday = shareByTimeOfDay(pattern, moment, count, &Moment::Day::sameWeekday);
        byTime = (weekday.hits + kindOfDayDays * byTime) / (weekday.all + kindOfDayDays);
    }
    const double byPause = profile.byPause.estimate(shareByPause(used, moment.slot, count));
    // Two witnesses: each moves the odds from the general ones by what it knows.
    const double odds = logit(byTime) + logit(byPause) - logit(profile.general);
    return 1 / (1 + std::exp(-odds));
}

bool canWait(const UsePattern &pattern, const UseProfile &profile, const Moment &moment)
{
    const std::span used = usedUntil(pattern, moment.slot);
    if (used.empty())
        return true; // nothing tells of a use
    const qint64 count = slotsOf(profile.within);
    Timing byDay, byPause;
    for (const Moment::Day &day : moment.days) {
        if (!day.sameKind || day.slot + count <= pattern.used().front())
            continue;
        const auto next = std::ranges::lower_bound(used, day.slot);
        byDay.count(next == used.end() ? never : *next - day.slot, count, day.weight);
    }
    const qint64 pause = moment.slot - used.back();
    for (std::size_t i = 1; i < used.size(); ++i) {
        if (const qint64 length = used[i] - used[i - 1]; length > pause)
            byPause.count(length - pause - 1, count,
                          weightOf(double(moment.slot - used[i]) / double(slotsADay)));
    }
    // In doubt it waits: loaded too early it is wasted, and loaded once more.
    return 2 * (byDay.lateShare() + byPause.lateShare()) > byDay.soonShare() + byPause.soonShare();
}

} // namespace modeldeck
