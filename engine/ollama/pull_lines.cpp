// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/pull_lines.h"

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestLine = 64 * 1024;

Error pullError(const QString &model, const QString &words)
{
    return ollamaError(ErrorCode::ModelLoadFailed, {MD_TEXT("The download of “%1” failed: %2"), model, words},
                       MD_TEXT("Try again: Ollama continues where it stopped"));
}

} // namespace

Text pullHint(const QString &modelId)
{
    return {MD_TEXT("Download it: run “ollama pull %1”, or POST /api/rag/embedding/text/pull/%1"), modelId};
}

bool PullLines::feed(const QByteArray &data)
{
    m_rest += data;
    qsizetype from = 0;
    for (qsizetype end = 0; (end = m_rest.indexOf('\n', from)) >= 0; from = end + 1)
        take(m_rest.mid(from, end - from));
    m_rest.remove(0, from);
    if (m_rest.size() > longestLine && !m_error)
        m_error = pullError(m_model, u"a line without end"_s);
    return !m_error && !m_success;
}

Result<void> PullLines::finish()
{
    take(std::exchange(m_rest, {}));
    if (!m_error && !m_success)
        m_error = pullError(m_model, u"the answer ended early"_s);
    return m_error ? Result<void>(tl::unexpected(*m_error)) : Result<void>();
}

void PullLines::take(const QByteArray &line)
{
    if (m_error || line.trimmed().isEmpty())
        return;
    const auto read = readPullLine(line);
    if (!read) {
        m_error = read.error();
    } else if (!read->error.isEmpty()) {
        const bool unknown = read->error.contains(u"file does not exist"_s);
        m_error = unknown ? ollamaError(ErrorCode::ModelNotFound,
                                        {MD_TEXT("Ollama's library has no model “%1”"), m_model})
                          : pullError(m_model, read->error);
    } else {
        m_success = m_success || read->status == u"success"_s;
        m_onLine(*read);
    }
}

} // namespace modeldeck
