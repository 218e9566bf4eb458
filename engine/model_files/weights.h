// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model_files/layout.h"
#include "engine/model_files/safetensors.h"

#include <QHash>

namespace modeldeck {

enum class TensorType { F32, F16, BF16 }; // what a needed tensor may have

// A file of weights, as it was when its header was read.
struct WeightsFile
{
    QString path;
    FileIdentity identity;

    // True if the path names another file by now, or the file was written to, truncated or removed.
    bool changed() const { return identityOf(path) != identity; }
};

// Where a tensor lies: row-major, perhaps misaligned.
struct StoredTensor
{
    TensorType type;
    qint64 begin; // from the start of the file
    qint64 bytes;
    std::size_t file; // of Weights::files()
};

// What a model's weights are: one file, or shards with an index. Only headers are read.
class Weights
{
public:
    // model.safetensors (open_clip_model.safetensors), or the shards that its .index.json names.
    static Result<Weights> open(const QString &folder, Layout layout);

    // The error names file and tensor if it is missing, of a type that can't be computed with, or
    // of another shape.
    Result<StoredTensor> tensor(const QString &name, const Shape &shape) const;
    bool contains(const QString &name) const { return m_tensors.contains(name); }

    const std::vector<WeightsFile> &files() const { return m_files; }
    QStringList paths() const;

private:
    struct Place
    {
        TensorEntry entry;
        std::size_t file;
    };

    Result<void> openSingle(const QString &path);
    Result<void> openSharded(const QString &folder, const QString &index);
    Result<std::vector<TensorEntry>> addFile(const QString &path);
    void insert(TensorEntry entry);

    std::vector<WeightsFile> m_files;
    QHash<QString, Place> m_tensors;
    QString m_source; // the file or index that errors name when a tensor is missing
};

} // namespace modeldeck
