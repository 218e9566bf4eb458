// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <vector>

namespace modeldeck::manuals {

struct Output
{
    QString name; // "modeldeckd.1"
    QByteArray content;
};

// The manual pages, in man's macros: of the programs from the table of options, of the settings file from
// that of settings.
std::vector<Output> manPages();

} // namespace modeldeck::manuals
