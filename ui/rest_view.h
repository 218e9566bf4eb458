// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace modeldeck {

// How the REST server is doing, as the program tells the window (which does not know REST itself).
struct RestView
{
    enum class State { Off, Starting, On, Failed };
    State state = State::Off;
    QStringList urls; // where it answers, while it is on
    QString error;    // why it failed, or still uses older files; for a person
    QString hint{};   // what to do about it; may be empty

    bool operator==(const RestView &) const = default;
};

} // namespace modeldeck
