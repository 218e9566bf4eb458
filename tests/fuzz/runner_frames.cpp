// SPDX-License-Identifier: GPL-3.0-or-later
// Frames on the socket between engine and runner, cut in any way, and what the runner reads from one.
#include "engine/inference/request.h"
#include "tests/fuzz/fuzz.h"

using namespace modeldeck;
using fuzz::require;
using protocol::Frame;
using protocol::FrameReader;

namespace {

struct Reading
{
    QByteArray frames; // encoded again, one after another
    bool failed = false;
    bool operator==(const Reading &) const = default;
};

void checkRequest(const Frame &frame)
{
    const auto envelope = inference::readEnvelope(frame);
    if (!envelope || envelope->type == QLatin1String("shutdown"))
        return;
    const auto request = inference::readRequest(*envelope, frame);
    if (!request)
        return;
    if (const auto *images = std::get_if<inference::EmbedImagesRequest>(&*request)) {
        qsizetype bytes = 0;
        for (const QByteArray &file : images->files)
            bytes += file.size();
        require(bytes == frame.payload.size(), "images are the payload");
    }
}

Reading read(const QByteArray &bytes, qsizetype piece, bool check)
{
    FrameReader reader(64 * 1024);
    Reading reading;
    for (qsizetype at = 0; at < bytes.size(); at += piece) {
        reader.feed(bytes.mid(at, piece));
        while (const auto frame = reader.next()) {
            if (check)
                checkRequest(*frame);
            reading.frames += protocol::encode(*frame);
        }
    }
    reading.failed = reader.failed();
    return reading;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes = fuzz::bytesOf(data, size);
    const Reading whole = read(bytes, std::max<qsizetype>(1, bytes.size()), true);
    require(whole == read(bytes, 7, false), "frames do not depend on the cuts");
    const Reading again = read(whole.frames, whole.frames.size() + 1, false);
    require(!again.failed && again.frames == whole.frames, "an encoded frame reads as itself");
    return 0;
}
