// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

namespace modeldeck {

enum class ExistingToken { Refuse, Replace };

// Writes a new token for the REST API, 32 random bytes in base64url, into a file that only its owner can ever
// read. The token, or what went wrong.
Result<QString> makeToken(const QString &path, ExistingToken existing);

} // namespace modeldeck
