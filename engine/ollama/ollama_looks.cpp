// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_looks.h"

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr auto betweenLooks = 2s; // while something is loaded
constexpr auto betweenIdleLooks = 10s;

} // namespace

OllamaLooks::OllamaLooks(OllamaServer &server, std::function<bool()> isAnyLoaded, Take take)
    : m_server(server), m_isAnyLoaded(std::move(isAnyLoaded)), m_take(std::move(take))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { look(); });
    connect(&m_server, &OllamaServer::connected, this, [this] { look(); });
}

void OllamaLooks::plan()
{
    if (m_server.answers())
        m_timer.start(m_isAnyLoaded() ? betweenLooks : betweenIdleLooks);
    else
        stop();
}

void OllamaLooks::look(Done<int> done)
{
    stop();
    m_server.client().processes([=, this, look = ++m_count, server = m_server.generation()](
                                    const Result<std::vector<OllamaProcess>> &processes) {
        plan();
        // An old version that has no such call tells of nothing.
        const int corrections = processes && server == m_server.generation() ? m_take(*processes, look) : 0;
        if (done)
            done(corrections);
    });
}

} // namespace modeldeck
