// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QByteArray>
#include <vector>

namespace modeldeck {

struct ReadVectors
{
    std::size_t rows = 0;
    int dimension = 0;
    std::vector<float> values; // row-major [rows, dimension]; finite, no row all zeros
    QByteArray rest;           // the answer with an empty list in place of the vectors: small
};

enum class VectorShape {
    One,  // a list of numbers
    Many, // a list of such lists
};

// Takes the vectors out of a JSON answer, where they are the value of `key`. An answer may hold millions of
// numbers: they go straight into floats, not by way of a document. Everything else, and whether it is JSON at
// all, is for a JSON parser to say of `rest`.
Result<ReadVectors> readVectors(const QByteArray &json, const QByteArray &key, VectorShape shape);

} // namespace modeldeck
