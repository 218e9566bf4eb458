// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QJsonObject>

namespace modeldeck {

// The JSON object in the file; empty where there is no file. An unreadable or malformed one is an error.
Result<QJsonObject> readSettingsFile(const QString &path);

// Puts the entries into the file, leaving its other keys, atomically; a null value takes its key out. The
// folder is made where it is missing, for its owner alone, and so is the file. An empty path:
// nothing is kept.
Result<void> writeSettingsFile(const QString &path, const QVariantMap &entries);

} // namespace modeldeck
