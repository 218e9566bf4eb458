// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_connection.h"

#include <algorithm>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr auto slow = 2000ms;
// One call that goes well between others that fail does not make it sound again.
constexpr auto troubleLasts = 30s;

std::chrono::seconds backoff(int failures)
{
    return std::min(60s, 1s * (1 << std::min(failures - 1, 6)));
}

} // namespace

void OllamaConnection::disable()
{
    m_state = OllamaState::Disabled;
    m_problem = MD_TEXT("Ollama is switched off (ollama_enabled)");
    m_attemptAt.reset();
    m_attempting = false;
}

void OllamaConnection::connectNow()
{
    m_state = OllamaState::Connecting;
    m_problem = MD_TEXT("Ollama has not answered yet");
    m_failures = 0;
    m_attemptAt = m_clock.now();
    m_attempting = false;
}

void OllamaConnection::attemptBegun()
{
    m_attempting = true;
    m_attemptAt.reset();
}

void OllamaConnection::connected()
{
    m_state = OllamaState::Available;
    m_problem = {};
    m_failures = 0;
    m_attempting = false;
    m_attemptAt.reset();
}

void OllamaConnection::lost(const Text &problem)
{
    if (!answers() && !m_attempting)
        return; // known already: other calls fail for the same reason
    m_state = OllamaState::Unavailable;
    m_problem = problem;
    m_attempting = false;
    m_attemptAt = m_clock.now() + backoff(++m_failures);
}

void OllamaConnection::worked(std::chrono::milliseconds took)
{
    if (!answers())
        return;
    if (took > slow)
        return failed({MD_TEXT("Ollama answers slowly: it took %1 s"),
                       TextArgument::Decimal{double(took.count()) / 1000, 1}});
    if (m_state == OllamaState::Degraded && m_clock.now() - m_lastTrouble >= troubleLasts)
        connected();
}

void OllamaConnection::failed(const Text &problem)
{
    if (!answers())
        return;
    m_state = OllamaState::Degraded;
    m_problem = problem;
    m_lastTrouble = m_clock.now();
}

} // namespace modeldeck
