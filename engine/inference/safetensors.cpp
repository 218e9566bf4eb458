// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/safetensors.h"

#include "engine/inference/json_file.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtEndian>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxHeaderBytes = 32 * 1024 * 1024; // ViT-H-14's is 0.1 MB
constexpr qint64 maxIndexBytes = 32 * 1024 * 1024;
constexpr qsizetype maxDimensions = 8;

tl::unexpected<Error> refuse(const QString &path, const QString &why)
{
    return failure(protocol::error_code::loadFailed, u"%1: %2"_s.arg(path, why));
}

tl::unexpected<Error> refuseTensor(const QString &path, const QString &tensor, const QString &why)
{
    return refuse(path, u"tensor \"%1\" %2"_s.arg(tensor, why));
}

// Bytes of one element; nothing for a type that we have not heard of.
std::optional<qint64> elementBytes(const QString &type)
{
    static const QHash<QString, qint64> bytes{
        {u"F64"_s, 8},  {u"I64"_s, 8},     {u"U64"_s, 8},     {u"F32"_s, 4}, {u"I32"_s, 4},
        {u"U32"_s, 4},  {u"F16"_s, 2},     {u"BF16"_s, 2},    {u"I16"_s, 2}, {u"U16"_s, 2},
        {u"BOOL"_s, 1}, {u"F8_E4M3"_s, 1}, {u"F8_E5M2"_s, 1}, {u"I8"_s, 1},  {u"U8"_s, 1}};
    const auto found = bytes.constFind(type);
    return found == bytes.cend() ? std::nullopt : std::optional(*found);
}

std::optional<TensorType> computable(const QString &type)
{
    if (type == u"F32")
        return TensorType::F32;
    if (type == u"F16")
        return TensorType::F16;
    if (type == u"BF16")
        return TensorType::BF16;
    return std::nullopt;
}

// A whole number >= 0; fractions, negatives and numbers beyond 63 bits are none.
std::optional<qint64> count(const QJsonValue &value)
{
    const qint64 number = value.isDouble() ? value.toInteger(-1) : -1;
    return number >= 0 ? std::optional(number) : std::nullopt;
}

std::optional<qint64> product(const Shape &shape, qint64 factor)
{
    qint64 result = factor;
    for (const qint64 n : shape) {
        if (__builtin_mul_overflow(result, n, &result))
            return std::nullopt;
    }
    return result;
}

std::optional<Shape> parseShape(const QJsonValue &value)
{
    if (!value.isArray() || value.toArray().size() > maxDimensions)
        return std::nullopt;
    Shape shape;
    for (const QJsonValue item : value.toArray()) {
        const auto n = count(item);
        if (!n)
            return std::nullopt;
        shape.push_back(*n);
    }
    return shape;
}

// A shard lies beside its index: a name, never a path.
bool isPlainFileName(const QString &name)
{
    return name.endsWith(u".safetensors"_s) && !name.contains(u'/') && !name.contains(QChar(0)) &&
           !name.startsWith(u'.');
}

QByteArray pathBytes(const QString &path)
{
    return QFile::encodeName(path);
}

qint64 nanoseconds(const timespec &time)
{
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace

QString shapeText(const Shape &shape)
{
    QStringList numbers;
    for (const qint64 n : shape)
        numbers << QString::number(n);
    return u"[%1]"_s.arg(numbers.join(u", "_s));
}

Expected<std::shared_ptr<MappedFile>> MappedFile::open(const QString &path)
{
    if (path.contains(QChar(0)))
        return refuse(path, u"is not a file name"_s);
    // O_NONBLOCK: a pipe in place of the file must not block us.
    const int descriptor = ::open(pathBytes(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return refuse(path, u"cannot be opened: %1"_s.arg(qt_error_string(errno)));
    struct stat info = {};
    if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size == 0) {
        ::close(descriptor);
        return refuse(path, u"is empty or not a regular file"_s);
    }
    void *address = ::mmap(nullptr, std::size_t(info.st_size), PROT_READ, MAP_SHARED, descriptor, 0);
    const int error = errno;
    ::close(descriptor);
    if (address == MAP_FAILED && error == ENOMEM)
        return tl::unexpected(outOfMemory());
    if (address == MAP_FAILED)
        return refuse(path, u"cannot be mapped: %1"_s.arg(qt_error_string(error)));

    std::shared_ptr<MappedFile> file(new MappedFile);
    file->m_path = path;
    file->m_data = static_cast<const std::byte *>(address);
    file->m_size = info.st_size;
    file->m_device = info.st_dev;
    file->m_inode = info.st_ino;
    file->m_modified = nanoseconds(info.st_mtim);
    return file;
}

MappedFile::~MappedFile()
{
    ::munmap(const_cast<std::byte *>(m_data), std::size_t(m_size));
}

bool MappedFile::changed() const
{
    struct stat info = {};
    return ::stat(pathBytes(m_path).constData(), &info) != 0 || info.st_dev != m_device ||
           info.st_ino != m_inode || info.st_size != m_size || nanoseconds(info.st_mtim) != m_modified;
}

void MappedFile::release(const std::byte *begin, qint64 bytes) const
{
    const quintptr page = quintptr(::sysconf(_SC_PAGESIZE));
    const quintptr first = (quintptr(begin) + page - 1) / page * page;
    const quintptr last = (quintptr(begin) + quintptr(bytes)) / page * page;
    if (last > first)
        ::madvise(reinterpret_cast<void *>(first), last - first, MADV_DONTNEED);
}

Expected<Weights> Weights::open(const QString &modelDir, Layout layout)
{
    const QString base = modelDir + (layout == Layout::OpenClip ? u"/open_clip_model"_s : u"/model"_s);
    const QString single = base + u".safetensors"_s;
    const QString index = base + u".safetensors.index.json"_s;
    Weights weights;
    const bool sharded = !QFileInfo::exists(single) && QFileInfo::exists(index);
    const auto opened = sharded ? weights.openSharded(modelDir, index) : weights.openSingle(single);
    if (!opened)
        return tl::unexpected(opened.error());
    return weights;
}

Expected<void> Weights::openSingle(const QString &path)
{
    m_source = path;
    auto entries = addFile(path);
    if (!entries)
        return tl::unexpected(entries.error());
    for (auto &[name, entry] : *entries)
        m_tensors.insert(name, std::move(entry));
    return {};
}

Expected<void> Weights::openSharded(const QString &modelDir, const QString &indexPath)
{
    m_source = indexPath;
    const auto index = readJsonObject(indexPath, maxIndexBytes);
    if (!index)
        return tl::unexpected(index.error());
    if (!index->value("weight_map"_L1).isObject())
        return refuse(indexPath, u"has no object \"weight_map\""_s);
    const QJsonObject map = index->value("weight_map"_L1).toObject();
    QStringList shards;
    for (auto it = map.begin(); it != map.end(); ++it) {
        if (!it->isString() || !isPlainFileName(it->toString()))
            return refuseTensor(indexPath, it.key(),
                                u"names a shard that is not a plain .safetensors file name"_s);
        shards << it->toString();
    }
    shards.sort();
    shards.removeDuplicates();
    for (const QString &shard : std::as_const(shards)) {
        auto entries = addFile(modelDir + u'/' + shard);
        if (!entries)
            return tl::unexpected(entries.error());
        for (auto &[name, entry] : *entries) {
            if (map.value(name).toString() == shard) // a tensor counts only in the shard that the index names
                m_tensors.insert(name, std::move(entry));
        }
    }
    return {};
}

// `dataStart`: where the data lies in the file, after the header.
Expected<Weights::Entry> Weights::parseEntry(const MappedFile &file, qint64 dataStart, const QString &name,
                                             const QJsonValue &value)
{
    const QJsonObject fields = value.toObject(); // empty for another type, which then lacks every field
    const QString type = fields.value("dtype"_L1).toString();
    const auto shape = parseShape(fields.value("shape"_L1));
    const QJsonArray offsets = fields.value("data_offsets"_L1).toArray();
    const auto begin = count(offsets.at(0));
    const auto end = count(offsets.at(1));
    if (type.isEmpty() || !shape || offsets.size() != 2 || !begin || !end)
        return refuseTensor(file.path(), name, u"has no valid dtype, shape and data_offsets"_s);
    const qint64 dataBytes = file.size() - dataStart;
    if (*begin > *end || *end > dataBytes) {
        return refuseTensor(
            file.path(), name,
            u"lies at %1 to %2, outside the file's %3 bytes of data (truncated?)"_s.arg(*begin).arg(*end).arg(
                dataBytes));
    }
    if (const auto element = elementBytes(type)) {
        const auto bytes = product(*shape, *element);
        if (!bytes || *bytes != *end - *begin) {
            return refuseTensor(file.path(), name,
                                u"has %1 bytes, which is not what %2 of %3 takes"_s.arg(*end - *begin)
                                    .arg(type, shapeText(*shape)));
        }
    }
    return Entry{type, *shape, dataStart + *begin, dataStart + *end, m_files.size()};
}

Expected<Weights::Entries> Weights::addFile(const QString &path)
{
    const auto file = MappedFile::open(path);
    if (!file)
        return tl::unexpected(file.error());
    const qint64 size = (*file)->size();
    if (size < 8)
        return refuse(path, u"is too short for a safetensors file"_s);
    const quint64 headerBytes = qFromLittleEndian<quint64>((*file)->data());
    if (headerBytes > quint64(size - 8) || headerBytes > quint64(maxHeaderBytes)) {
        return refuse(path,
                      u"gives its header %1 bytes, but has %2 bytes in all (truncated, or not safetensors)"_s
                          .arg(headerBytes)
                          .arg(size));
    }
    const auto *text = reinterpret_cast<const char *>((*file)->data() + 8);
    QJsonParseError error;
    const QJsonDocument json =
        QJsonDocument::fromJson(QByteArray::fromRawData(text, qsizetype(headerBytes)), &error);
    if (error.error != QJsonParseError::NoError || !json.isObject())
        return refuse(path, u"has a header that is not a JSON object: %1"_s.arg(error.errorString()));

    Entries entries;
    const QJsonObject header = json.object();
    for (auto it = header.begin(); it != header.end(); ++it) {
        if (it.key() == u"__metadata__"_s)
            continue;
        auto entry = parseEntry(**file, 8 + qint64(headerBytes), it.key(), *it);
        if (!entry)
            return tl::unexpected(entry.error());
        entries.push_back({it.key(), std::move(*entry)});
    }
    std::sort(entries.begin(), entries.end(), [](const auto &a, const auto &b) {
        return std::pair(a.second.begin, a.second.end) < std::pair(b.second.begin, b.second.end);
    });
    for (std::size_t i = 1; i < entries.size(); ++i) {
        if (entries[i].second.begin < entries[i - 1].second.end)
            return refuseTensor(path, entries[i].first, u"overlaps \"%1\""_s.arg(entries[i - 1].first));
    }
    m_files.push_back(*file);
    return entries;
}

Expected<StoredTensor> Weights::tensor(const QString &name, const Shape &shape) const
{
    const auto entry = m_tensors.constFind(name);
    if (entry == m_tensors.cend())
        return refuseTensor(m_source, name, u"is missing"_s);
    const auto &file = m_files[entry->file];
    const auto type = computable(entry->type);
    if (!type)
        return refuseTensor(file->path(), name, u"is %1; F32, F16 or BF16 is needed"_s.arg(entry->type));
    if (entry->shape != shape) {
        return refuseTensor(file->path(), name,
                            u"has the shape %1; the configuration asks for %2"_s.arg(shapeText(entry->shape),
                                                                                     shapeText(shape)));
    }
    return StoredTensor{*type, shape, file->data() + entry->begin, entry->end - entry->begin, file};
}

QStringList Weights::paths() const
{
    QStringList paths;
    for (const auto &file : m_files)
        paths << file->path();
    return paths;
}

} // namespace modeldeck::inference
