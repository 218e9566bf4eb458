// SPDX-License-Identifier: GPL-3.0-or-later
// What a runner answers, as the engine reads it: a byte for the number of texts in a call, then frames. The
// first answers the load, the others the call's parts.
#include "engine/runner/answers.h"
#include "engine/runner/embed_job.h"
#include "tests/fuzz/fuzz.h"

#include <QCborArray>

using namespace modeldeck;
using namespace Qt::StringLiterals;
using fuzz::require;

namespace {

void checkLoaded(const protocol::Frame &frame)
{
    const auto info = answers::readLoaded(frame.header);
    if (!info)
        return;
    require(info->dimension > 0 && info->contextLength >= 0 && info->imageSize >= 0,
            "sizes are not negative");
    require(!info->device.isEmpty() && !info->dtype.isEmpty(), "device and type are named");
}

// False: the engine would have given the runner up.
bool answerPart(EmbedJob &job, const protocol::Frame &frame)
{
    if (frame.header[u"type"_s].toString() != u"error")
        return job.takeVectors(frame);
    Error error;
    error.message = {"%1", {frame.header[u"message"_s].toString()}};
    job.takeError(error, frame.header[u"index"_s].toInteger(-1));
    return true;
}

void checkResult(const Result<Embeddings> &result, std::size_t inputs)
{
    if (!result) {
        const auto index = result.error().index;
        require(!index || (*index >= 0 && std::size_t(*index) < inputs),
                "an error names an input of the call");
        return;
    }
    require(result->dimension > 0 && result->values.size() == inputs * std::size_t(result->dimension),
            "vectors are whole");
    require(result->promptTokens >= 0 && result->runnerTime.count() >= 0, "counts are not negative");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    EmbedRequest request;
    request.inputs.resize(1 + data[0] % 40, {EmbedInput::Kind::Text, "a"});
    EmbedJob job(request);
    protocol::FrameReader reader(64 * 1024);
    reader.feed(fuzz::bytesOf(data + 1, size - 1));
    if (const auto frame = reader.next())
        checkLoaded(*frame);
    job.nextPart();
    while (const auto frame = reader.next()) {
        if (!answerPart(job, *frame))
            return 0;
        if (job.isDone()) {
            checkResult(job.finish(), request.inputs.size());
            return 0;
        }
        if (job.hasMore())
            job.nextPart();
    }
    return 0;
}
