// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/embed/vector_json.h"

#include <QtEndian>
#include <charconv>
#include <vector>

namespace modeldeck::api {

namespace {

constexpr qsizetype longestFloat = 16; // "-1.17549435e-38" and a comma

} // namespace

void appendFloatArray(QByteArray &out, std::span<const float> values)
{
    const qsizetype start = out.size();
    out.resize(start + 2 + qsizetype(values.size()) * longestFloat);
    char *at = out.data() + start;
    char *const end = out.data() + out.size();
    *at++ = '[';
    for (const float value : values) {
        at = std::to_chars(at, end, value).ptr;
        *at++ = ',';
    }
    if (!values.empty())
        --at;
    *at++ = ']';
    out.truncate(at - out.constData());
}

void appendBase64(QByteArray &out, std::span<const float> values)
{
    const qsizetype size = qsizetype(values.size_bytes());
    QByteArray bytes(size, Qt::Uninitialized);
    qToLittleEndian<float>(values.data(), qsizetype(values.size()), bytes.data());
    out += '"';
    out += bytes.toBase64();
    out += '"';
}

} // namespace modeldeck::api
