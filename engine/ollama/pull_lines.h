// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ollama/ollama_answers.h"

#include <functional>

namespace modeldeck {

// How to get a text model that is not there.
Text pullHint(const QString &modelId);

// The answer to a pull: JSON objects, one a line, which come in pieces of any size.
class PullLines
{
public:
    PullLines(QString model, std::function<void(const OllamaPullLine &)> onLine)
        : m_model(std::move(model)), m_onLine(std::move(onLine))
    {
    }

    bool feed(const QByteArray &data); // false: it is done or has failed, what follows is of no interest
    // There is no more: whether the model is there now.
    Result<void> finish();

private:
    void take(const QByteArray &line);

    QString m_model;
    std::function<void(const OllamaPullLine &)> m_onLine;
    QByteArray m_rest;            // of a line that has not ended
    std::optional<Error> m_error; // the first one
    bool m_success = false;
};

} // namespace modeldeck
