// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model_files/weights.h"

#include <cstddef>
#include <memory>

// Weights, read through mmap.
namespace modeldeck::inference {

// One mapped file. Lives as long as somebody uses tensors on it.
class MappedFile
{
public:
    // The error: it is no longer the file whose header was read.
    static Result<std::shared_ptr<MappedFile>> map(const WeightsFile &file);
    ~MappedFile();
    MappedFile(const MappedFile &) = delete;
    MappedFile &operator=(const MappedFile &) = delete;

    const std::byte *data() const { return m_data; }
    qint64 size() const { return m_file.identity.size; }
    bool changed() const { return m_file.changed(); }
    // Gives the pages that lie wholly within the range back to the page cache.
    void release(const std::byte *begin, qint64 bytes) const;

private:
    explicit MappedFile(const WeightsFile &file) : m_file(file) {}

    WeightsFile m_file;
    const std::byte *m_data = nullptr;
};

// A tensor in a file: row-major, `bytes` long, perhaps misaligned.
struct MappedTensor
{
    TensorType type;
    const std::byte *data;
    qint64 bytes;
    std::shared_ptr<const MappedFile> file;
};

class MappedWeights
{
public:
    MappedWeights() = default;
    static Result<MappedWeights> map(Weights weights);

    Result<MappedTensor> tensor(const QString &name, const Shape &shape) const; // as Weights::tensor()
    bool changed() const; // any file, since its header was read
    QStringList paths() const { return m_weights.paths(); }

private:
    Weights m_weights;
    std::vector<std::shared_ptr<MappedFile>> m_files; // as m_weights has them
};

} // namespace modeldeck::inference
