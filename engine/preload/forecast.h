// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/preload/use_pattern.h"

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
};

// The chance (0 to 1) that the model is used within the time given, from two things that are known of it: on
// which earlier days it was used at this time (the hour of the week, the newer the weightier), and how long
// its pauses were that lasted as long as this one has. Both start from its share of all times, so that little
// experience says little. Uses later than the moment (a clock that was set back) count for nothing. A pure
// function.
double chanceOfUse(const UsePattern &pattern, const Moment &moment, std::chrono::seconds within);

} // namespace modeldeck
