// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

namespace modeldeck {

enum class ExistingToken { Refuse, Replace };

// Writes a new token for the REST API, 32 random bytes in base64url, to a file that only its owner can read.
// Returns the token.
Result<QString> makeToken(const QString &path, ExistingToken existing);

} // namespace modeldeck
