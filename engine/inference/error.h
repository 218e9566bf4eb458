// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/runner/protocol.h"

#include <QString>
#include <QStringList>
#include <tl/expected.hpp>

namespace modeldeck::inference {

// Why a request failed, as it goes back to the engine in an "error" frame.
struct Error
{
    const char *code; // of protocol::error_code
    QString message;
    int index = -1; // which of several inputs is at fault; -1: none in particular
    // Of a message that is one of protocol::words.
    const char *source = nullptr;
    QStringList arguments{};

    Error of(int input) const
    {
        Error error = *this;
        error.index = input;
        return error;
    }
};

template <class T>
using Expected = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(const char *code, QString message, int index = -1)
{
    return tl::unexpected<Error>(Error{code, std::move(message), index});
}

// `words` are of protocol::words.
inline Error errorWith(const char *code, const char *words, const QStringList &arguments = {})
{
    QString message = QString::fromUtf8(words);
    for (qsizetype i = 0; i < arguments.size(); ++i)
        message.replace(QStringLiteral("%%1").arg(i + 1), arguments[i]);
    return {code, std::move(message), -1, words, arguments};
}

inline Error outOfMemory()
{
    return errorWith(protocol::error_code::insufficientMemory, protocol::words::noMemory);
}

} // namespace modeldeck::inference
