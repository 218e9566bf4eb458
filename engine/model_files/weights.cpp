// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/weights.h"

#include <QFileInfo>
#include <QSet>
#include <algorithm>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestIndex = 32 * 1024 * 1024;
constexpr qsizetype mostShards = 1000;

std::optional<TensorType> computable(const QString &dtype)
{
    if (dtype == u"F32")
        return TensorType::F32;
    if (dtype == u"F16")
        return TensorType::F16;
    if (dtype == u"BF16")
        return TensorType::BF16;
    return std::nullopt;
}

// Why there are none at all.
tl::unexpected<Error> noWeights(const QString &folder, const LayoutFiles &files)
{
    for (const QString &pickle : files.pickles) {
        if (isRegularFile(folder + pickle)) {
            return failure(ErrorCode::ModelLoadFailed,
                           MD_TEXT("it has only %1, which could run code when it is read; get %2 instead"),
                           pickle, files.weights);
        }
    }
    return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 is missing"), files.weights);
}

} // namespace

Result<Weights> Weights::open(const QString &folder, Layout layout)
{
    const LayoutFiles &files = filesOf(layout);
    const QString inside = folder + u'/';
    const QString index = files.weights + u".index.json"_s;
    Weights weights;
    Result<void> opened;
    if (QFileInfo::exists(inside + files.weights))
        opened = weights.openSingle(inside + files.weights);
    else if (QFileInfo::exists(inside + index))
        opened = weights.openSharded(inside, index);
    else
        opened = noWeights(inside, files);
    if (!opened)
        return tl::unexpected(opened.error());
    return weights;
}

Result<void> Weights::openSingle(const QString &path)
{
    m_source = nameOf(path);
    auto entries = addFile(path);
    if (!entries)
        return tl::unexpected(entries.error());
    for (TensorEntry &entry : *entries)
        insert(std::move(entry));
    return {};
}

// Every shard is a file of this very folder; a tensor counts only in the shard that the index names.
Result<void> Weights::openSharded(const QString &folder, const QString &index)
{
    m_source = index;
    const auto json = readJsonObject(folder + index, longestIndex);
    if (!json)
        return tl::unexpected(json.error());
    const QJsonObject map = json->value("weight_map"_L1).toObject();
    QSet<QString> names;
    for (const QJsonValue value : map) {
        const QString name = value.toString();
        if (!isPlainName(name) || !name.endsWith(u".safetensors"_s)) {
            return failure(ErrorCode::ModelLoadFailed,
                           MD_TEXT("%1 lists a shard that is not a plain .safetensors file name"), index);
        }
        names.insert(name);
        if (names.size() > mostShards)
            return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 lists too many files"), index);
    }
    if (names.isEmpty())
        return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 lists no files"), index);
    QStringList shards(names.begin(), names.end());
    shards.sort();
    for (const QString &shard : std::as_const(shards)) {
        if (!isRegularFile(folder + shard)) {
            return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 is missing, although %2 lists it"), shard,
                           index);
        }
        auto entries = addFile(folder + shard);
        if (!entries)
            return tl::unexpected(entries.error());
        for (TensorEntry &entry : *entries) {
            if (map.value(entry.name).toString() == shard)
                insert(std::move(entry));
        }
    }
    return {};
}

Result<std::vector<TensorEntry>> Weights::addFile(const QString &path)
{
    auto file = RegularFile::open(path);
    if (!file)
        return tl::unexpected(file.error());
    m_files.push_back({path, file->identity()});
    auto header = SafetensorsHeader::read(*std::move(file));
    if (!header)
        return tl::unexpected(header.error());
    return std::move(header->tensors);
}

// Of the file that was added last.
void Weights::insert(TensorEntry entry)
{
    const QString name = entry.name;
    m_tensors.insert(name, {std::move(entry), m_files.size() - 1});
}

Result<StoredTensor> Weights::tensor(const QString &name, const Shape &shape) const
{
    const auto found = m_tensors.constFind(name);
    if (found == m_tensors.cend())
        return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1: the tensor “%2” is missing"), m_source, name);
    const TensorEntry &entry = found->entry;
    const QString file = nameOf(m_files[found->file].path);
    const auto type = computable(entry.dtype);
    if (!type) {
        return failure(ErrorCode::ModelLoadFailed,
                       MD_TEXT("%1: the type of the tensor “%2” is %3; F32, F16 or BF16 is needed"), file,
                       name, entry.dtype);
    }
    if (entry.shape != shape) {
        return failure(ErrorCode::ModelLoadFailed,
                       MD_TEXT("%1: the tensor “%2” has the shape %3; the configuration asks for %4"), file,
                       name, shapeText(entry.shape), shapeText(shape));
    }
    return StoredTensor{*type, entry.begin, entry.end - entry.begin, found->file};
}

QStringList Weights::paths() const
{
    QStringList paths;
    for (const WeightsFile &file : m_files)
        paths << file.path;
    return paths;
}

} // namespace modeldeck
