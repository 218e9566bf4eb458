// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/clip_config.h"
#include "engine/inference/error.h"

#include <QByteArray>
#include <QHash>
#include <QJsonValue>
#include <QStringList>
#include <cstddef>
#include <memory>
#include <vector>

// Weights in safetensors files, read through mmap. The format (github.com/huggingface/safetensors, "Format"):
// uint64 little-endian N | N bytes of JSON {name: {dtype, shape, data_offsets: [begin, end]}} | the data.
// Nothing in a file is believed: each value is checked before it is used.
namespace modeldeck::inference {

enum class TensorType { F32, F16, BF16 }; // what a needed tensor may have

using Shape = std::vector<qint64>;
QString shapeText(const Shape &shape); // "[768, 3, 32, 32]"

// One mapped file. Lives as long as somebody uses tensors on it.
class MappedFile
{
public:
    static Expected<std::shared_ptr<MappedFile>> open(const QString &path);
    ~MappedFile();
    MappedFile(const MappedFile &) = delete;
    MappedFile &operator=(const MappedFile &) = delete;

    const QString &path() const { return m_path; }
    const std::byte *data() const { return m_data; }
    qint64 size() const { return m_size; }
    // True if the path names another file by now, or the file was written to, truncated or removed.
    bool changed() const;
    // Gives the pages that lie wholly within the range back to the page cache.
    void release(const std::byte *begin, qint64 bytes) const;

private:
    MappedFile() = default;

    QString m_path;
    const std::byte *m_data = nullptr;
    qint64 m_size = 0;
    quint64 m_device = 0;
    quint64 m_inode = 0;
    qint64 m_modified = 0; // nanoseconds
};

// A tensor in a file: row-major, `bytes` long, perhaps misaligned.
struct StoredTensor
{
    TensorType type;
    Shape shape;
    const std::byte *data;
    qint64 bytes;
    std::shared_ptr<const MappedFile> file;
};

// All weights of a model: one file, or shards with an index.
class Weights
{
public:
    // Opens model.safetensors (open_clip_model.safetensors), or the shards that its .index.json names.
    static Expected<Weights> open(const QString &modelDir, Layout layout);

    // The error names file and tensor if it is missing, of a type that can't be computed with, or
    // of another shape.
    Expected<StoredTensor> tensor(const QString &name, const Shape &shape) const;
    bool contains(const QString &name) const { return m_tensors.contains(name); }

    const std::vector<std::shared_ptr<MappedFile>> &files() const { return m_files; }
    QStringList paths() const;

private:
    struct Entry
    {
        QString type; // as it stands in the header
        Shape shape;
        qint64 begin; // from the start of the file
        qint64 end;
        std::size_t file; // of m_files
    };
    using Entries = std::vector<std::pair<QString, Entry>>;

    Expected<void> openSingle(const QString &path);
    Expected<void> openSharded(const QString &modelDir, const QString &indexPath);
    Expected<Entries> addFile(const QString &path); // in the order of the file
    Expected<Entry> parseEntry(const MappedFile &file, qint64 dataStart, const QString &name,
                               const QJsonValue &value);

    std::vector<std::shared_ptr<MappedFile>> m_files;
    QHash<QString, Entry> m_tensors;
    QString m_source; // the file or index that errors name when a tensor is missing
};

} // namespace modeldeck::inference
