// SPDX-License-Identifier: GPL-3.0-or-later
// Weights: a whole file ("f…"), a header that gets its length and some data ("h…"), or an index and two
// shards with the same header ("i…"). Every tensor that is handed out lies within its file.
#include "engine/inference/mapped_weights.h"
#include "tests/fuzz/fuzz.h"

#include <QtEndian>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::inference;
using fuzz::require;

namespace {

QByteArray withLength(const QByteArray &header)
{
    QByteArray file(8, '\0');
    qToLittleEndian(quint64(header.size()), file.data());
    return file + header + QByteArray(64, 'd');
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const fuzz::Folder folder;
    const QByteArray input = fuzz::bytesOf(data, size);
    const char kind = input.isEmpty() ? 'f' : input.front();
    if (kind == 'i') {
        const auto files = fuzz::parts(input.mid(1), 2);
        folder.remove("model.safetensors");
        folder.write("model.safetensors.index.json", files[0]);
        folder.write("a.safetensors", withLength(files[1]));
        folder.write("b.safetensors", withLength(files[1]));
    } else {
        folder.write("model.safetensors", kind == 'h' ? withLength(input.mid(1)) : input.mid(1));
    }

    const auto headers = Weights::open(folder.path(), Layout::HuggingFace);
    if (!headers)
        return 0;
    const auto weights = MappedWeights::map(*headers);
    require(weights.has_value(), "what can be read can be mapped");
    for (const QString &name : {u"a"_s, u"b"_s, u""_s}) {
        for (const Shape &shape : {Shape{}, Shape{1}, Shape{2, 4}, Shape{4, 2}, Shape{16}, Shape{0}}) {
            const auto tensor = weights->tensor(name, shape);
            if (!tensor)
                continue;
            require(headers->contains(name), "a tensor that is given is contained");
            const qint64 at = tensor->data - tensor->file->data();
            require(at >= 8 && tensor->bytes >= 0 && tensor->bytes <= tensor->file->size() - at,
                    "a tensor lies within its file");
            qint64 elements = 1;
            for (const qint64 n : shape)
                elements *= n;
            require(tensor->bytes == elements * (tensor->type == TensorType::F32 ? 4 : 2),
                    "a tensor is as long as its shape");
        }
    }
    return 0;
}
