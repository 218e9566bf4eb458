// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace modeldeck {

// Writes a new token for the REST API, 32 random bytes in base64url, into a file that does not exist yet and
// that only its owner can read. What went wrong; nullopt: nothing did.
std::optional<QString> makeToken(const QString &path);

} // namespace modeldeck
