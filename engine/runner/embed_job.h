// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/requests.h"
#include "engine/runner/protocol.h"

#include <deque>

namespace modeldeck {

// One embed call on its way through a runner: cut into parts that are a message each, so that none takes
// long, and their answers put together in the order of the inputs. Pure; any thread.
class EmbedJob
{
public:
    static constexpr std::size_t mostInputs = 16;                // of one part
    static constexpr qsizetype mostPartBytes = 32 * 1024 * 1024; // unless one input alone is longer
    static constexpr qsizetype mostInputBytes = protocol::maxFrameBytes / 2;

    explicit EmbedJob(const EmbedRequest &request);

    bool hasMore() const { return !m_error && m_next < m_places.size(); }
    // Neither something to send nor an answer missing: finish() has the result.
    bool isDone() const { return !hasMore() && m_sent.empty(); }

    // The next message, without its id: texts of like length together, then the images. Its bytes
    // leave the job.
    protocol::Frame nextPart();
    std::size_t inputsOfLastPart() const { return m_sent.back().size(); }

    // The answers, in the order of the parts. False: it is not what was asked for.
    bool takeVectors(const protocol::Frame &answer);
    // `index` is the input at fault, within the part; -1: none in particular.
    void takeError(Error error, qint64 index);

    // Nothing more is sent. Without an effect after an error.
    void abandon(const Error &error);

    Result<Embeddings> finish();

private:
    bool isText(std::size_t place) const { return m_request.inputs[place].kind == EmbedInput::Kind::Text; }
    std::vector<std::size_t> takePlaces();

    EmbedRequest m_request;
    std::vector<std::size_t> m_places;           // indices of the inputs, in the order in which they are sent
    std::size_t m_next = 0;                      // in m_places
    std::deque<std::vector<std::size_t>> m_sent; // of each part without an answer, its inputs
    Embeddings m_result;
    std::optional<Error> m_error;
};

} // namespace modeldeck
