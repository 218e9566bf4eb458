// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/descriptor.h"
#include "engine/inference/decoding/nursery.h"
#include "engine/inference/decoding/orders.h"

#include <QByteArray>
#include <memory>
#include <span>

namespace modeldeck::inference {

// One decoder as the runner sees it. It is not trusted: what it says and what it writes may be anything, and
// it may stop at any time. Destroyed, it kills the process.
class RunningDecoder
{
public:
    // `scaledBytes`: of each picture. Null if the system has no memory or descriptors to give, or the nursery
    // is gone.
    static std::unique_ptr<RunningDecoder> start(Nursery &nursery, std::size_t scaledBytes);
    ~RunningDecoder();
    RunningDecoder(const RunningDecoder &) = delete;
    RunningDecoder &operator=(const RunningDecoder &) = delete;

    enum class Given { Yes, HasEnded, NoMemory };
    Given give(const Order &order, const QByteArray &file);

    int socket() const { return m_socket.number(); } // readable: reply() has something
    // The next reply, without waiting; empty if it has ended.
    QByteArray reply();
    bool isReady() const { return m_ready; } // has said a word: it could be started
    // The last picture, valid until the next order. The decoder can still write to it.
    std::span<const quint8> scaled() const { return {m_scaled, m_scaledBytes}; }

private:
    RunningDecoder(Nursery &nursery, std::size_t scaledBytes) : m_nursery(nursery), m_scaledBytes(scaledBytes)
    {
    }
    bool begin();

    Nursery &m_nursery;
    std::size_t m_scaledBytes;
    quint32 m_number = 0;
    Descriptor m_socket, m_memory;
    const quint8 *m_scaled = nullptr;
    bool m_ready = false;
};

} // namespace modeldeck::inference
