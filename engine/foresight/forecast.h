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
        qint64 slot = 0;   // at the same time of day
        double weight = 1; // halves over some weeks
        bool sameWeekday = false;
        bool sameKind = false; // both working days, or both not
    };
    qint64 slot = 0; // now
    std::vector<Day> days;
};

// Uses the local clock, with summer time, because people follow it.
struct Calendar
{
    QTimeZone zone = QTimeZone::systemTimeZone();
    QList<Qt::DayOfWeek> workdays = QLocale::system().weekdays();

    Moment moment(EpochSeconds now, std::chrono::days past) const;
    EpochSeconds midnight(EpochSeconds now) const; // when the day began
};

// What is usual for one model on a given day: the basis of a forecast. Learned from all times of day and all
// pauses together, so that a few chance similarities among many differences mean little.
struct UseProfile
{
    std::chrono::seconds within{0};
    double general = 0; // the share of all moments that a use followed within that time
    ChancePrior byTimeOfDay;
    ChancePrior byPause;
    bool byWeekday = false; // use differs between days of the week
};
// `midnight`: when the day began. Later uses are ignored.
UseProfile profileOf(const UsePattern &pattern, const Moment &midnight, std::chrono::seconds within);

// The probability (0 to 1) that the model is used within the profile's time, from two facts: on which earlier
// days of this kind, or of this weekday, it was used at this time (newer days weigh more), and how long those
// of its pauses were that lasted at least as long as this one. Uses after the moment (a clock that was set
// back) are ignored. A pure function.
double chanceOfUse(const UsePattern &pattern, const UseProfile &profile, const Moment &moment);

// Whether a load can wait: a use is likelier in the minutes that a later load would add than in those that it
// would miss. A model that is loaded too early reaches its idle timeout too early.
bool canWait(const UsePattern &pattern, const UseProfile &profile, const Moment &moment);

} // namespace modeldeck
