// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/runner/protocol.h"

#include <QString>
#include <tl/expected.hpp>

namespace modeldeck::inference {

// Why a request failed, as it goes back to the engine in an "error" frame.
struct Error
{
    const char *code; // of protocol::error_code
    QString message;
    int index = -1; // which of several inputs is at fault; -1: none in particular
};

template <class T>
using Expected = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(const char *code, QString message, int index = -1)
{
    return tl::unexpected<Error>(Error{code, std::move(message), index});
}

inline Error outOfMemory()
{
    return {protocol::error_code::insufficientMemory, QStringLiteral("the system gives no more memory")};
}

} // namespace modeldeck::inference
