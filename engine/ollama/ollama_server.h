// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ollama/ollama_client.h"
#include "engine/ollama/ollama_connection.h"
#include "engine/ollama/ollama_models.h"

namespace modeldeck {

// The Ollama that the settings name: whether it is there, and which models it has. Looks for it by itself,
// with pauses that grow to a minute; what is loaded there is its user's business.
class OllamaServer : public QObject
{
    Q_OBJECT
public:
    explicit OllamaServer(const Clock &clock);

    // `environmentHost`: OLLAMA_HOST, where nobody has set ollama_host; else empty.
    void setSettings(const Settings &settings, const QString &environmentHost);

    bool answers() const { return m_connection.answers(); }
    quint64 generation() const { return m_generation; } // grows with each other server
    QString address() const;                            // as it may be shown
    bool isOnThisMachine() const;
    Error awayError() const; // while it does not answer
    OllamaView view() const;
    OllamaClient &client() { return m_client; }
    const OllamaModels &models() const { return m_models; }
    std::vector<CatalogEntry> entries() const;

    // Answers once it is known whether it is there.
    void retry(Done<int> done);
    // Asks again which models there are.
    void listModels(Done<void> done);
    void describe(const QString &name, Done<QJsonObject> done); // what /api/show says

Q_SIGNALS:
    void connected();
    void lost(); // also for another address, or when switched off
    void modelsChanged();
    void changed();                         // of the view
    void told(const modeldeck::Text &news); // for a person

private:
    void apply(const std::function<void()> &change);
    void plan();
    void attempt();
    void attemptFailed(const Error &error);
    void answerRetries(const Result<int> &result);
    void tellModels();
    void describeNext(QStringList names, const Done<void> &done);

    const Clock &m_clock;
    OllamaClient::Target m_target;
    bool m_enabled = false;
    quint64 m_generation = 0;
    OllamaClient m_client;
    OllamaConnection m_connection;
    OllamaModels m_models;
    QStringList m_toldModels; // what modelsChanged() told last, in short
    QString m_version;
    QTimer m_attemptTimer;
    std::vector<Done<int>> m_retryWaiters;
};

// The id of the model that a caller names; an error where it can't be a name.
Result<QString> checkedModelId(const QString &name);

} // namespace modeldeck
