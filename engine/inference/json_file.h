// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/error.h"

#include <QJsonObject>

namespace modeldeck::inference {

// Reads one JSON object from a regular file of at most `maxBytes`. The error names the file.
Expected<QJsonObject> readJsonObject(const QString &path, qint64 maxBytes);

} // namespace modeldeck::inference
