// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/decoding/error_words.h"

#include "engine/runner/protocol.h"

#include <QCborArray>
#include <QCborValue>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestWord = 500;
constexpr qsizetype mostArguments = 9;

} // namespace

QCborMap errorToMap(const Error &error)
{
    QCborMap map{{u"code"_s, QString::fromLatin1(errorName(error.code))},
                 {u"message"_s, error.message.english()}};
    if (protocol::knownWords(QString::fromUtf8(error.message.source))) {
        QCborArray arguments;
        for (const TextArgument &argument : error.message.arguments)
            arguments << argument.english();
        map.insert(u"source"_s, QString::fromUtf8(error.message.source));
        map.insert(u"arguments"_s, arguments);
    }
    return map;
}

QByteArray errorToBytes(const Error &error)
{
    QCborMap map = errorToMap(error);
    map[u"message"_s] = error.message.english().left(longestWord);
    return map.toCborValue().toCbor();
}

Error errorFromBytes(const QByteArray &bytes)
{
    QCborParserError broken;
    const QCborMap map = QCborValue::fromCbor(bytes, &broken).toMap();
    if (broken.error != QCborError::NoError) // even to look into such a map is not safe
        return Error(ErrorCode::InvalidImage, protocol::words::crashingImage);
    const QString code = map[u"code"_s].toString();
    Error error(ErrorCode::InvalidImage);
    for (const ErrorCode possible : {ErrorCode::PayloadTooLarge, ErrorCode::InsufficientMemory}) {
        if (code == QLatin1StringView(errorName(possible)))
            error.code = possible;
    }
    const char *words = protocol::knownWords(map[u"source"_s].toString());
    if (!words) {
        error.message = Text("%1", map[u"message"_s].toString().left(longestWord));
        return error;
    }
    error.message = Text(words);
    for (const QCborValue argument : map[u"arguments"_s].toArray()) {
        if (error.message.arguments.size() < mostArguments)
            error.message.arguments << argument.toString().left(longestWord);
    }
    return error;
}

} // namespace modeldeck::inference
