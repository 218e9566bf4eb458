// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QByteArray>
#include <QCborMap>

namespace modeldeck::inference {

// An error as the runner's protocol has it: "code", "message", and, where it says one of the protocol's own
// sentences, "source" and "arguments".
QCborMap errorToMap(const Error &error);

// On its way from a decoder to the runner.
QByteArray errorToBytes(const Error &error);
// From a decoder that is not trusted: anything may come in, and a message of bounded length comes out, with
// one of the codes that a picture may give.
Error errorFromBytes(const QByteArray &bytes);

} // namespace modeldeck::inference
