// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/decoding/decoder_pool.h"

#include "engine/inference/decoding/address_space.h"
#include "engine/inference/decoding/error_words.h"
#include "engine/inference/decoding/running_decoder.h"
#include "engine/inference/image_preprocess.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <poll.h>

namespace modeldeck::inference {

using namespace std::chrono_literals;
namespace words = protocol::words;

// One call of decode().
class DecoderPool::Batch
{
public:
    Batch(DecoderPool &pool, std::span<const QByteArray> files, const Take &take)
        : m_pool(pool), m_files(files), m_take(take), m_losses(files.size(), 0), m_room(mappableBytes())
    {
        for (std::size_t i = 0; i < files.size(); ++i)
            m_todo.push_back(i);
    }

    Result<void> run(const Interruption &interruption)
    {
        while (!isDone()) {
            if (!giveOrders())
                return tl::unexpected(outOfMemory());
            if (waitForReply(interruption))
                return failure(ErrorCode::Cancelled, "cancelled");
        }
        if (m_error)
            return tl::unexpected(*m_error);
        return {};
    }

private:
    using Clock = std::chrono::steady_clock;
    struct Work
    {
        std::size_t input;
        std::unique_ptr<RunningDecoder> decoder;
        Clock::time_point until;
        bool over = false;
    };

    // After an error, only pictures before that one still matter.
    bool isDone() const
    {
        return m_todo.empty() && std::ranges::none_of(m_work, [this](const Work &work) {
                   return !m_error || work.input < std::size_t(*m_error->index);
               });
    }

    // False: no decoder works, and none can be had.
    bool giveOrders()
    {
        while (!m_todo.empty() && m_work.size() < m_pool.m_limits.decoders) {
            const bool fresh = m_pool.m_idle.empty();
            auto decoder = nextDecoder();
            if (!decoder)
                return !m_work.empty();
            const std::size_t input = m_todo.front();
            const Order order{.fileBytes = m_files[input].size(),
                              .maxPixels = m_pool.m_limits.maxPixels,
                              .processorTime = m_pool.m_limits.processorTime,
                              .mostBytes = m_room,
                              .config = m_pool.m_config};
            const auto given = decoder->give(order, m_files[input]);
            if (given == RunningDecoder::Given::NoMemory ||
                (given == RunningDecoder::Given::HasEnded && fresh))
                return !m_work.empty();
            if (given == RunningDecoder::Given::HasEnded) // while it was idle
                continue;
            m_todo.pop_front();
            const auto longest = processorTime(m_pool.m_limits.processorTime, m_pool.m_limits.maxPixels) +
                                 m_pool.m_limits.patience;
            m_work.push_back({input, std::move(decoder), Clock::now() + longest});
        }
        return true;
    }

    std::unique_ptr<RunningDecoder> nextDecoder()
    {
        if (m_pool.m_idle.empty())
            return RunningDecoder::start(m_pool.m_nursery, scaledBytes(m_pool.m_config));
        auto decoder = std::move(m_pool.m_idle.back());
        m_pool.m_idle.pop_back();
        return decoder;
    }

    // True: the work is to end.
    bool waitForReply(const Interruption &interruption)
    {
        std::vector<pollfd> waiting{{interruption.descriptor, POLLIN, 0}};
        auto until = Clock::time_point::max();
        for (const Work &work : m_work) {
            waiting.push_back({work.decoder->socket(), POLLIN, 0});
            until = std::min(until, work.until);
        }
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        ::poll(waiting.data(), waiting.size(), int(std::clamp<qint64>(left.count(), 0, 1'000'000)));
        if (waiting[0].revents != 0 && interruption.wanted())
            return true;
        for (std::size_t i = 0; i < m_work.size(); ++i) {
            if (waiting[i + 1].revents != 0)
                hear(m_work[i]);
            else if (Clock::now() >= m_work[i].until)
                fail(m_work[i], Error(ErrorCode::InvalidImage, words::slowImage));
        }
        std::erase_if(m_work, [](const Work &work) { return work.over; });
        return false;
    }

    void hear(Work &work)
    {
        const QByteArray reply = work.decoder->reply();
        switch (reply.isEmpty() ? Reply() : Reply(reply.front())) {
        case Reply::Ready:
            return;
        case Reply::Scaled:
        case Reply::ScaledAndLast:
            work.over = true;
            m_take(work.input, work.decoder->scaled());
            if (Reply(reply.front()) == Reply::Scaled)
                m_pool.m_idle.push_back(std::move(work.decoder));
            return;
        case Reply::TooSlow:
            return fail(work, Error(ErrorCode::InvalidImage, words::slowImage));
        case Reply::Failed:
            return fail(work, blamed(errorFromBytes(reply.sliced(1))));
        }
        lost(work);
    }

    // What the decoder had no memory for is the picture's fault, unless we have none ourselves.
    Error blamed(const Error &error) const
    {
        if (error.code == ErrorCode::InsufficientMemory && m_room == std::numeric_limits<qint64>::max())
            return Error(ErrorCode::InvalidImage, words::swollenImage);
        return error;
    }

    // The decoder has ended, and we don't know why. Another may have killed it: the picture gets a second
    // one, and a new one.
    void lost(Work &work)
    {
        const bool couldStart = work.decoder->isReady();
        m_pool.rest();
        if (++m_losses[work.input] == 2)
            return fail(work,
                        couldStart ? Error(ErrorCode::InvalidImage, words::crashingImage) : outOfMemory());
        work.over = true;
        if (!m_error || work.input < std::size_t(*m_error->index))
            m_todo.push_front(work.input);
    }

    void fail(Work &work, Error error)
    {
        work.over = true;
        if (m_error && std::size_t(*m_error->index) < work.input)
            return;
        m_error = std::move(error).ofInput(int(work.input));
        std::erase_if(m_todo, [&](std::size_t input) { return input > work.input; });
    }

    DecoderPool &m_pool;
    std::span<const QByteArray> m_files;
    const Take &m_take;
    std::deque<std::size_t> m_todo;
    std::vector<int> m_losses; // of decoders, by each input
    std::vector<Work> m_work;
    std::optional<Error> m_error; // of the first input at fault
    qint64 m_room; // of our own: decoders, which were forked before somebody set a limit, keep to it too
};

DecoderPool::DecoderPool(Nursery &nursery, const PreprocessConfig &config, const Limits &limits)
    : m_nursery(nursery), m_config(config), m_limits(limits)
{
}

DecoderPool::~DecoderPool() = default;

Result<void> DecoderPool::decode(std::span<const QByteArray> files, const Take &take,
                                 const Interruption &interruption)
{
    return Batch(*this, files, take).run(interruption);
}

void DecoderPool::rest()
{
    m_idle.clear();
}

} // namespace modeldeck::inference
