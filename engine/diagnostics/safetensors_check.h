// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QFile>
#include <QSet>

namespace modeldeck {

// Checks a safetensors file against its header: every tensor has a type, a shape and bytes that fit both, the
// tensors cover the data without gaps or overlaps, and the file ends where they do. Reads only the header.
// Returns the tensors' names.
Result<QSet<QString>> checkSafetensors(QFile &file);

} // namespace modeldeck
