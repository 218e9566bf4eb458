// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

// Pages of resources/docs that are written from what the program itself uses, as Markdown.
namespace modeldeck {

QByteArray settingsReference();
QByteArray metricsReference();

} // namespace modeldeck
