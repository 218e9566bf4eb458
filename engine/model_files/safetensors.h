// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model_files/files.h"

#include <vector>

// The header of a safetensors file (github.com/huggingface/safetensors, "Format"):
// uint64 little-endian N | N bytes of JSON {name: {dtype, shape, data_offsets: [begin, end]}} | the data.
// Nothing in it is believed: each value is checked before it is used.
namespace modeldeck {

using Shape = std::vector<qint64>;
QString shapeText(const Shape &shape); // "[768, 3, 32, 32]"
// How many elements a tensor of this shape has; nothing where 63 bits do not hold it.
std::optional<qint64> elementsOf(const Shape &shape);

struct TensorEntry
{
    QString name;
    QString dtype; // "F32", "BF16", or one that we have not heard of
    Shape shape;
    qint64 begin = 0; // from the start of the file
    qint64 end = 0;
};

struct SafetensorsHeader
{
    std::vector<TensorEntry> tensors; // in the order of their data, without overlaps
    qint64 dataBegin = 0;
    qint64 fileBytes = 0;

    // Every tensor lies within the file and is as long as its shape. The error names file and tensor.
    static Result<SafetensorsHeader> read(RegularFile file);
    // Where the data has gaps, or is longer than the tensors: such a file loads, but was not written like
    // that.
    std::optional<Text> flaw(const QString &fileName) const;
};

} // namespace modeldeck
