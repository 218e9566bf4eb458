// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/foresight/chance_prior.h"
#include "engine/foresight/use_pattern.h"

#include <QTimeZone>

namespace modeldeck {

// A moment, and the same time of day on the days before it.
struct Moment
{
    struct Day
    {
        qint64 slot = 0;   // at that time of day
        double weight = 1; // halves in some weeks
        bool sameWeekday = false;
        bool sameKind = false; // both working days, or both not
    };
    qint64 slot = 0; // now
    std::vector<Day> days;
};

// Where people live and when they work: by the local clock, summer time included.
struct Calendar
{
    QTimeZone zone = QTimeZone::systemTimeZone();
    QList<Qt::DayOfWeek> workdays = QLocale::system().weekdays();

    Moment moment(EpochSeconds now, std::chrono::days past) const;
    EpochSeconds midnight(EpochSeconds now) const; // when the day began
};

// What is usual for one model, as of a day: the ground on which a forecast stands. Learned from all the times
// of the day and all the pauses at once, so that a few that only look alike among many that do
// not say little.
struct UseProfile
{
    std::chrono::seconds within{0};
    double general = 0; // the share of all moments from which a use was that near
    ChancePrior byTimeOfDay;
    ChancePrior byPause;
    bool byWeekday = false; // its days of the week differ
};
// `midnight`: the moment at which the day began. Uses later than it count for nothing.
UseProfile profileOf(const UsePattern &pattern, const Moment &midnight, std::chrono::seconds within);

// The chance (0 to 1) that the model is used within the profile's time, from two things that are known of it:
// on which earlier days of this kind, or of this weekday, it was used at this time (the newer the weightier),
// and how long its pauses were that lasted as long as this one has. Uses later than the moment (a clock that
// was set back) count for nothing. A pure function.
double chanceOfUse(const UsePattern &pattern, const UseProfile &profile, const Moment &moment);

// Whether a load can wait: a use is likelier in the minutes that a later one would cover in addition than in
// those that it would miss. Loaded too early, a model reaches its idle timeout too early.
bool canWait(const UsePattern &pattern, const UseProfile &profile, const Moment &moment);

} // namespace modeldeck
