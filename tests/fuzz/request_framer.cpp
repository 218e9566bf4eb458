// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes from a client, cut in any way: the same verdict, nothing beyond the limits, and one meaning.
#include "app/rest/http/request_framer.h"
#include "tests/fuzz/fuzz.h"

using namespace modeldeck;
using namespace modeldeck::api;
using fuzz::require;
using State = RequestFramer::State;

namespace {

constexpr RequestFramer::Limits limits{1024, 4096};

struct Verdict
{
    QByteArray requests; // their canonical forms, one after another
    State state = State::Idle;
    int status = 0;
    qsizetype taken = 0;
    bool operator==(const Verdict &) const = default;
};

void checkRequest(const FramedRequest &request)
{
    require(request.body.size() <= limits.bodyBytes, "a body is within its limit");
    qsizetype head = request.method.size() + request.target.size();
    for (const Header &header : request.headers)
        head += header.name.size() + header.value.size();
    require(head <= limits.headerBytes, "a head is within its limit");

    const QByteArray canonical = request.canonical();
    RequestFramer again({limits.headerBytes * 2, limits.bodyBytes});
    require(again.feed(canonical) == canonical.size() && again.state() == State::Complete,
            "a canonical request is one request");
    require(again.take().canonical() == canonical, "a canonical request reads as itself");
}

// `seed` says where the bytes are cut; 0: nowhere.
Verdict verdictOn(QByteArrayView bytes, std::uint32_t seed, bool check)
{
    RequestFramer framer(limits);
    Verdict verdict;
    while (verdict.taken < bytes.size() && framer.state() != State::Failed) {
        seed = seed * 1664525 + (seed != 0 ? 1013904223 : 0);
        const qsizetype left = bytes.size() - verdict.taken;
        const qsizetype piece = seed == 0 ? left : std::min<qsizetype>(left, 1 + (seed >> 16) % 23);
        const qsizetype taken = framer.feed(bytes.sliced(verdict.taken, piece));
        require(taken >= 0 && taken <= piece, "no more is taken than is there");
        verdict.taken += taken;
        if (framer.state() == State::Complete) {
            const FramedRequest request = framer.take();
            require(framer.state() == State::Idle, "after a request comes the next");
            if (check)
                checkRequest(request);
            verdict.requests += request.canonical();
        } else {
            require(taken == piece || framer.state() == State::Failed,
                    "all is taken before the end of a request");
        }
    }
    verdict.state = framer.state();
    if (verdict.state == State::Failed)
        verdict.status = httpStatus(framer.error().code);
    return verdict;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes = fuzz::bytesOf(data, size);
    Verdict whole = verdictOn(bytes, 0, true);
    Verdict cut = verdictOn(bytes, 1 + std::uint32_t(size), false);
    if (whole.state == State::Failed) // where in the piece it noticed is its own affair
        whole.taken = cut.taken;
    require(whole == cut, "the verdict does not depend on the cuts");
    return 0;
}
