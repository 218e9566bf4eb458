// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <map>
#include <memory>
#include <vector>

// A stand-in for Ollama that speaks its documented API, and misbehaves to order. Lives in the event loop of
// its thread.
namespace modeldeck::test {

struct FakeModel
{
    QString name; // "all-minilm:latest"
    int dimension = 4;
    int contextLength = 8; // words: it has no tokenizer
    bool embeds = true;
    QString family = QStringLiteral("bert");
    qint64 size = 50'000'000;
    qint64 sizeVram = 0;
};

// What a path does instead of its work.
struct Trick
{
    enum class Kind {
        Hang,     // never answers
        Half,     // cuts the right answer in half and closes
        Die,      // closes without a word
        Huge,     // a gigabyte
        Reply,    // `status` with `body`
        Redirect, // to `body`
        NotHttp,  // closes after something that is no HTTP
        Stall,    // begins with `body`, and says no more
    };
    Kind kind = Kind::Reply;
    int status = 200;
    QByteArray body;
};

class FakeOllama : public QObject
{
    Q_OBJECT
public:
    struct Call
    {
        QString path;
        QJsonObject body;
    };

    FakeOllama();
    ~FakeOllama() override { close(); }

    bool listen(quint16 port = 0); // 0: any; the next listen() takes the same
    void close();                  // as if it were killed: connections break, what was loaded is gone
    QString address() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }

    void addModel(const FakeModel &model) { m_models.push_back(model); }
    void removeModel(const QString &name);
    void loadByAnother(const QString &name) { m_loaded[name] = 300; }
    void evict(const QString &name) { m_loaded.erase(name); }
    bool isLoaded(const QString &name) const { return m_loaded.contains(name); }
    double keepAlive(const QString &name) const
    {
        return m_loaded.at(name);
    } // seconds, as last asked; negative: for ever
    void setKeepAlive(const QString &name, double seconds) { m_loaded[name] = seconds; }

    void trick(const QString &path, const Trick &trick) { m_tricks[path] = trick; }
    void behave() { m_tricks.clear(); }
    void hold(const QString &path) { m_held << path; } // answers wait until release()
    void release();

    const std::vector<Call> &calls() const { return m_calls; }
    int count(const QString &path) const;
    QJsonObject last(const QString &path) const;
    int waiting() const
    {
        return int(m_waiting.size());
    } // calls that are held and whose client is still there
    int connections() const;

    // Of its age and habits
    QString version = QStringLiteral("0.9.6");
    bool hasEmbed = true; // /api/embed
    bool hasPs = true;
    bool hasCapabilities = true; // in /api/show
    bool generateUnloads = true; // also models that only embed
    int looksUntilGone = 1;      // of /api/ps after an unload; negative: it never goes
    bool isModeldeck = false;    // its answers carry our header
    QList<QByteArray> pullLines; // the answer to a pull, line by line; the model is there after it
    FakeModel pulled;

    // What it makes of a text: as long as the text, direction by its letters.
    static std::vector<double> vectorOf(const QString &text, int dimension);

private:
    struct Reply
    {
        int status = 200;
        QByteArray body;
        QByteArray type = "application/json";
    };
    struct Waiting
    {
        QPointer<QTcpSocket> socket;
        Call call;
    };

    void accept();
    void read(QTcpSocket *socket);
    void take(QTcpSocket *socket, const Call &call);
    void play(QTcpSocket *socket, const Call &call, const Trick &trick);
    void send(QTcpSocket *socket, const Reply &reply);
    void sendHuge(QTcpSocket *socket);
    Reply answer(const Call &call);
    Reply tags() const;
    Reply ps();
    Reply show(const QString &name) const;
    Reply embed(const QJsonObject &body);
    Reply embedOne(const QJsonObject &body);
    Reply generate(const QJsonObject &body);
    Reply pull();
    const FakeModel *find(const QString &name) const;
    void touch(const FakeModel &model, const QJsonValue &keepAlive);
    void beginUnload(const QString &name);

    QTcpServer m_server;
    quint16 m_port = 0;
    std::vector<FakeModel> m_models;
    std::map<QString, double> m_loaded; // name → keep_alive
    std::map<QString, int> m_leaving;   // name → looks that are left
    QHash<QString, Trick> m_tricks;
    QStringList m_held;
    std::vector<Waiting> m_waiting;
    std::vector<Call> m_calls;
    std::vector<QPointer<QTcpSocket>> m_sockets;
};

} // namespace modeldeck::test
