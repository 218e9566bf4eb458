// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/decoding/running_decoder.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>

namespace modeldeck::inference {

std::unique_ptr<RunningDecoder> RunningDecoder::start(Nursery &nursery, std::size_t scaledBytes)
{
    std::unique_ptr<RunningDecoder> decoder(new RunningDecoder(nursery, scaledBytes));
    return decoder->begin() ? std::move(decoder) : nullptr;
}

bool RunningDecoder::begin()
{
    static quint32 started = 0;
    m_number = ++started;
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    m_socket = Descriptor(ends[0]);
    const Descriptor theirs(ends[1]);
    m_memory = Descriptor(::memfd_create("modeldeck-image", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    const auto size = off_t(fileOffset(m_scaledBytes)) + mostFileBytes;
    // Of fixed size: a decoder that cut it short would end the runner at its next access.
    if (!m_memory || ::ftruncate(m_memory.number(), size) != 0 ||
        ::fcntl(m_memory.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return false;
    void *const mapped = ::mmap(nullptr, m_scaledBytes, PROT_READ, MAP_SHARED, m_memory.number(), 0);
    if (mapped == MAP_FAILED)
        return false;
    m_scaled = static_cast<const quint8 *>(mapped);
    return m_nursery.startDecoder(m_number, theirs, m_memory);
}

RunningDecoder::~RunningDecoder()
{
    m_nursery.killDecoder(m_number);
    if (m_scaled)
        ::munmap(const_cast<quint8 *>(m_scaled), m_scaledBytes);
}

RunningDecoder::Given RunningDecoder::give(const Order &order, const QByteArray &file)
{
    auto at = off_t(fileOffset(m_scaledBytes));
    for (QByteArrayView rest(file); !rest.isEmpty();) {
        const ssize_t n = ::pwrite(m_memory.number(), rest.data(), std::size_t(rest.size()), at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return Given::NoMemory;
        rest = rest.sliced(n);
        at += n;
    }
    const bool sent =
        ::send(m_socket.number(), &order, sizeof order, MSG_NOSIGNAL | MSG_DONTWAIT) == ssize_t(sizeof order);
    return sent ? Given::Yes : Given::HasEnded;
}

QByteArray RunningDecoder::reply()
{
    QByteArray bytes(longestReply, Qt::Uninitialized);
    const ssize_t n = ::recv(m_socket.number(), bytes.data(), longestReply, MSG_DONTWAIT);
    bytes.truncate(std::max<ssize_t>(n, 0));
    if (!m_ready && bytes.startsWith(char(Reply::Ready)))
        m_ready = true;
    return bytes;
}

} // namespace modeldeck::inference
