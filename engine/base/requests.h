// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/receipt.h"
#include "engine/base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <chrono>
#include <optional>
#include <vector>

namespace modeldeck {

// Identifies one call of embed or pull, so that it can be cancelled when its client disconnects.
using RequestId = quint64;

struct EmbedInput
{
    enum class Kind { Text, Image };
    Kind kind = Kind::Text;
    QByteArray bytes; // UTF-8 text, or the encoded image file
};

struct EmbedRequest
{
    QString model; // id or alias; empty: the current vision model
    std::vector<EmbedInput> inputs;
    bool normalize = true;
    bool truncate = false; // cut a text that is longer than the context; otherwise that is an error
    // Idle time after which the model is unloaded. Absent: as the settings say; 0: when
    // idle; negative: never.
    std::optional<std::chrono::nanoseconds> keepAlive;
    QString askedBy{};     // the client's name, as far as it is known
    QJsonObject options{}; // of Ollama's forms, for Ollama alone: {"num_ctx": 8192}
};

struct Embeddings
{
    QString modelId;
    int dimension = 0;
    std::vector<float> values;              // row-major [inputs, dimension]
    int promptTokens = 0;                   // of all texts; images count none
    std::chrono::nanoseconds loadTime{0};   // time spent waiting for the model
    std::chrono::nanoseconds runnerTime{0}; // time spent computing, as the runner measured it
};

// How long an unload waits for the requests that the model still serves, where nobody says otherwise.
inline constexpr std::chrono::milliseconds clientDrain = std::chrono::seconds(30);
inline constexpr std::chrono::milliseconds personDrain =
    std::chrono::minutes(5); // the window lets it be cancelled

struct UnloadReport
{
    QStringList modelIds; // unloaded by this call
    std::vector<Receipt> receipts;
    std::optional<Error> failure{}; // from unloadAll: why other models stayed
};

struct SwitchReport
{
    QString modelId; // the requested id, resolved
};

struct LoadReport
{
    QString modelId;
    double seconds = 0; // 0 if it was loaded already
};

} // namespace modeldeck
