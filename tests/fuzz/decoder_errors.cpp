// SPDX-License-Identifier: GPL-3.0-or-later
// What the runner takes for an error from a decoder, which a picture may have taken over.
#include "engine/inference/decoding/error_words.h"
#include "tests/fuzz/fuzz.h"

using namespace modeldeck;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const Error error = inference::errorFromBytes(fuzz::bytesOf(data, size));
    require(!error.index && error.hint.isEmpty(), "a decoder names no input and gives no advice");
    require(error.code == ErrorCode::InvalidImage || error.code == ErrorCode::PayloadTooLarge ||
                error.code == ErrorCode::InsufficientMemory,
            "a picture gives no other error");
    require(error.message.english().size() < 10'000, "the message is short");
    const Error again = inference::errorFromBytes(inference::errorToBytes(error));
    require(again.code == error.code, "an error reads as itself");
    return 0;
}
