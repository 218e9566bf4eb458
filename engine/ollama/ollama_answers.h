// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QStringList>
#include <vector>

// What Ollama's answers say, checked: nothing in them is believed to be of the right type or size. Answers
// that make no sense are errors, never filled in. The format: Ollama's docs/api.md.
namespace modeldeck {

inline Error ollamaError(ErrorCode code, Text message, Text hint = {})
{
    return Error(code, std::move(message)).withHint(std::move(hint));
}

// A model that is there: a line of /api/tags.
struct OllamaTag
{
    QString name; // "mxbai-embed-large:latest"
    QString digest;
    Bytes size;
    QString family;       // "bert"; empty in old versions
    QString quantization; // "F16"; may be empty
};

// A model that is loaded: a line of /api/ps.
struct OllamaProcess
{
    QString name;
    Bytes ram; // what Ollama reckons, not what it measured
    Bytes vram;
    QString quantization;
    std::optional<std::chrono::seconds> expiresIn; // Ollama lets go of it by itself
};

// What /api/show says that we use.
struct OllamaDescription
{
    int dimension = 0;     // 0: not said
    int contextLength = 0; // tokens; 0: not said
    qint64 parameters = 0;
    std::optional<QStringList> capabilities; // nothing: an old version, which has none
};

struct OllamaEmbeddings
{
    int dimension = 0;
    std::vector<float> values; // row-major [inputs, dimension]; finite
    int promptTokens = 0;
    std::chrono::nanoseconds totalTime{0};
    std::chrono::nanoseconds loadTime{0};
};

// A line of /api/pull's answer.
struct OllamaPullLine
{
    QString status; // "pulling 970aa74c0a90", "success"
    QString digest; // of the layer; may be empty
    Bytes total;
    Bytes completed;
    QString error; // empty: none
};

Result<QString> readVersion(const QByteArray &body);
Result<std::vector<OllamaTag>> readTags(const QByteArray &body);
Result<std::vector<OllamaProcess>> readProcesses(const QByteArray &body,
                                                 const QDateTime &now); // by Ollama's clock
OllamaDescription readDescription(const QJsonObject &show);
Result<QJsonObject> readObject(const QByteArray &body);
// One vector an input, all of one dimension, numbers only, none of them all zeros. /api/embed.
Result<OllamaEmbeddings> readEmbeddings(const QByteArray &body, std::size_t inputs);
// The same of /api/embeddings, which old versions have: one vector.
Result<OllamaEmbeddings> readEmbedding(const QByteArray &body);
Result<OllamaPullLine> readPullLine(const QByteArray &line);
// Ollama's own words about what went wrong; empty where the body has none.
QString readError(const QByteArray &body);

// Ollama's names and ours: the tag that is meant when there is none is dropped.

} // namespace modeldeck
