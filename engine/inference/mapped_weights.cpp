// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/mapped_weights.h"

#include "engine/inference/error.h"

#include <algorithm>
#include <cerrno>
#include <sys/mman.h>
#include <unistd.h>

namespace modeldeck::inference {

Result<std::shared_ptr<MappedFile>> MappedFile::map(const WeightsFile &file)
{
    const auto opened = RegularFile::open(file.path);
    if (!opened)
        return tl::unexpected(opened.error());
    if (opened->identity() != file.identity)
        return failure(ErrorCode::ModelLoadFailed, "%1 changed while it was read", nameOf(file.path));
    void *address =
        ::mmap(nullptr, std::size_t(file.identity.size), PROT_READ, MAP_SHARED, opened->descriptor(), 0);
    const int error = errno;
    if (address == MAP_FAILED && error == ENOMEM)
        return tl::unexpected(outOfMemory());
    if (address == MAP_FAILED) {
        return failure(ErrorCode::ModelLoadFailed, "%1 cannot be mapped: %2", nameOf(file.path),
                       qt_error_string(error));
    }
    std::shared_ptr<MappedFile> mapped(new MappedFile(file));
    mapped->m_data = static_cast<const std::byte *>(address);
    return mapped;
}

MappedFile::~MappedFile()
{
    ::munmap(const_cast<std::byte *>(m_data), std::size_t(size()));
}

void MappedFile::release(const std::byte *begin, qint64 bytes) const
{
    const quintptr page = quintptr(::sysconf(_SC_PAGESIZE));
    const quintptr first = (quintptr(begin) + page - 1) / page * page;
    const quintptr last = (quintptr(begin) + quintptr(bytes)) / page * page;
    if (last > first)
        ::madvise(reinterpret_cast<void *>(first), last - first, MADV_DONTNEED);
}

Result<MappedWeights> MappedWeights::map(Weights weights)
{
    MappedWeights out;
    out.m_weights = std::move(weights);
    for (const WeightsFile &file : out.m_weights.files()) {
        const auto mapped = MappedFile::map(file);
        if (!mapped)
            return tl::unexpected(mapped.error());
        out.m_files.push_back(*mapped);
    }
    return out;
}

Result<MappedTensor> MappedWeights::tensor(const QString &name, const Shape &shape) const
{
    return m_weights.tensor(name, shape).map([this](const StoredTensor &stored) {
        const auto &file = m_files[stored.file];
        return MappedTensor{stored.type, file->data() + stored.begin, stored.bytes, file};
    });
}

bool MappedWeights::changed() const
{
    return std::ranges::any_of(m_files, [](const auto &file) { return file->changed(); });
}

} // namespace modeldeck::inference
