// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/decoding/nursery.h"
#include "engine/inference/image_limits.h"

#include <chrono>
#include <functional>
#include <span>

namespace modeldeck::inference {

class RunningDecoder;

// Decodes and scales pictures in other processes, several at a time. What a picture does to its decoder harms
// no other picture: each is alone in its process, and one that loses its decoder gets another. One thread.
class DecoderPool
{
public:
    struct Limits
    {
        qint64 maxPixels = defaultMaxPixels;
        // Of a picture, besides what its size gives it.
        std::chrono::milliseconds processorTime = defaultDecodeTime;
        // How much longer than the processor time of the largest picture a decoder may take: it may have to
        // wait for a processor, but it may not sleep.
        std::chrono::milliseconds patience = std::chrono::seconds(60);
        std::size_t decoders = 1; // at one time
    };
    // What ends the work early: `wanted` is asked when `descriptor` is readable, and reads from it.
    struct Interruption
    {
        int descriptor = -1;
        std::function<bool()> wanted;
    };
    using Take = std::function<void(std::size_t index, std::span<const quint8> scaled)>;

    DecoderPool(Nursery &nursery, const PreprocessConfig &config, const Limits &limits);
    ~DecoderPool();

    // Gives each picture to `take`, in any order: what scaleImage() makes of it. The error is that of the
    // first picture at fault, with its index; none has an index that is not at fault. Cancelled: interrupted.
    Result<void> decode(std::span<const QByteArray> files, const Take &take,
                        const Interruption &interruption);

    // Ends the decoders, which gives their memory back. The next pictures start others.
    void rest();

private:
    class Batch;

    Nursery &m_nursery;
    PreprocessConfig m_config;
    Limits m_limits;
    std::vector<std::unique_ptr<RunningDecoder>> m_idle;
};

} // namespace modeldeck::inference
