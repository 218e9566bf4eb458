// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ollama/ollama_server.h"

namespace modeldeck {

// Looks at what Ollama has loaded (/api/ps): by itself while it answers, more often while something is
// loaded.
class OllamaLooks : public QObject
{
    Q_OBJECT
public:
    // Takes what look number `look` saw. Gives the number of corrections.
    using Take = std::function<int(const std::vector<OllamaProcess> &processes, quint64 look)>;
    // `isAnyLoaded`: as far as is known.
    OllamaLooks(OllamaServer &server, std::function<bool()> isAnyLoaded, Take take);

    void look(Done<int> done = {}); // now
    void plan();                    // the next one
    void stop() { m_timer.stop(); }
    quint64 next() const { return m_count + 1; } // the first look that knows of what happens now

private:
    OllamaServer &m_server;
    std::function<bool()> m_isAnyLoaded;
    Take m_take;
    QTimer m_timer;
    quint64 m_count = 0;
};

} // namespace modeldeck
