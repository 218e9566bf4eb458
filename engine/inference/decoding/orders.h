// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model_files/preprocess_config.h"
#include "engine/runner/protocol.h"

#include <chrono>
#include <cstddef>
#include <type_traits>

// What the runner and a decoder say to each other over a pair of SOCK_SEQPACKET. Both are one program, so the
// values travel as they lie in memory. An order is followed by one reply; before the first order the decoder
// says that it is ready. After any reply but Scaled it ends. The encoded file and the scaled pixels lie in
// memory that both have mapped.
namespace modeldeck::inference {

struct Order
{
    qint64 fileBytes = 0;
    qint64 maxPixels = 0;
    std::chrono::milliseconds processorTime{}; // besides that for each megapixel
    qint64 mostBytes = 0;                      // of memory, whatever the picture's size would allow
    PreprocessConfig config;
};
static_assert(std::is_trivially_copyable_v<Order>);

// What a picture may take: `any`, and a tenth of a second for each megapixel that it announces.
inline std::chrono::milliseconds processorTime(std::chrono::milliseconds any, qint64 pixels)
{
    return any + std::chrono::milliseconds(pixels / 10'000);
}

// The first byte of what a decoder says.
enum class Reply : char {
    Ready = 'r',
    Scaled = 's',
    ScaledAndLast = 'l', // it holds much memory now, which its end gives back
    TooSlow = 't',       // it took more processor time than a picture of its size may
    Failed = 'f',        // followed by the error (error_words.h)
};
constexpr std::size_t longestReply = 16 * 1024;

// The shared memory: the pixels, then the file. Its size never changes; what nobody has written takes none.
constexpr qsizetype mostFileBytes = protocol::maxFrameBytes;
inline std::size_t fileOffset(std::size_t scaledBytes)
{
    constexpr std::size_t page = 65536; // the largest of any Linux that we run on
    return (scaledBytes + page - 1) / page * page;
}

} // namespace modeldeck::inference
