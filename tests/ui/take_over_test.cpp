// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/modeldeck/take_over.h"
#include "tests/support/test_program.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace modeldeck;

namespace {

const auto binaries = QStringLiteral(MODELDECK_BIN);

// modeldeckd or modeldeck as a person would start it, with its REST API.
class Program
{
public:
    Program(const QString &name, const QTemporaryDir &folder)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_s, folder.path());
        environment.insert(u"XDG_CONFIG_HOME"_s, folder.path());
        environment.insert(u"XDG_RUNTIME_DIR"_s, folder.path());
        environment.insert(u"HF_HUB_CACHE"_s, folder.filePath(u"no-cache"_s));
        environment.insert(u"MODELDECK_OLLAMA_ENABLED"_s, u"no"_s);
        environment.insert(u"MODELDECK_REST_API_ENABLED"_s, u"yes"_s);
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(binaries + u'/' + name, {u"--state-dir"_s, folder.filePath(u"state"_s),
                                               u"--models-dir"_s, folder.filePath(u"models"_s), u"--config"_s,
                                               folder.filePath(u"config.json"_s), u"--port"_s, u"0"_s});
    }
    ~Program()
    {
        process.kill();
        process.waitForFinished();
    }

    // Waits until it says where it listens.
    bool serves()
    {
        static const QRegularExpression listens(u"REST listens on (http://127[^,\\s]+)[,\\s]"_s);
        return QTest::qWaitFor(
            [this] {
                m_output += QString::fromUtf8(process.readAll());
                m_url = listens.match(m_output).captured(1);
                return !m_url.isEmpty();
            },
            30'000);
    }
    QJsonObject ask(const QString &path, const QByteArray &body = {})
    {
        QNetworkRequest request(QUrl(m_url + path));
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        QNetworkAccessManager network;
        QNetworkReply *reply = body.isEmpty() ? network.get(request) : network.post(request, body);
        QSignalSpy finished(reply, &QNetworkReply::finished);
        return reply->isFinished() || finished.wait(30'000)
                   ? QJsonDocument::fromJson(reply->readAll()).object()
                   : QJsonObject();
    }
    bool endedWell() const { return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0; }

    QProcess process;

private:
    QString m_output;
    QString m_url;
};

} // namespace

// The window takes over from a running modeldeckd: the real programs, one after the other, on
// one state directory.
class TakeOverTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takingOverStopsModeldeckdAndServesInItsPlace();
};

void TakeOverTest::takingOverStopsModeldeckdAndServesInItsPlace()
{
    const QTemporaryDir folder;
    const QTemporaryDir elsewhere;
    const QString state = folder.filePath(u"state"_s);
    QCOMPARE(
        QProcess::execute(binaries + u"/modeldeck-synthetic-model"_s,
                          {u"--variant"_s, u"ViT-B-32/openai"_s, u"--tiny"_s, folder.filePath(u"models"_s)}),
        0);
    Program daemon(u"modeldeckd"_s, folder);
    Program other(u"modeldeckd"_s, elsewhere);
    QVERIFY(daemon.serves() && other.serves());
    QVERIFY(daemon.ask(u"/v1/embeddings"_s, R"({"model": "ViT-B-32/openai", "input": "a cat"})")
                .contains(u"data"));

    const auto holder = StateLock::holder(state);
    QVERIFY(holder && holder->pid == daemon.process.processId());
    TakeOverDialog dialog(state, *holder);
    dialog.open();
    QVERIFY(daemon.process.state() == QProcess::Running); // nothing before the person says yes
    dialog.findChild<QPushButton *>(u"takeOver"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(dialog.result(), int(QDialog::Accepted), 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(daemon.process.state(), QProcess::NotRunning, 30'000);
    QVERIFY(daemon.endedWell());
    QVERIFY(other.process.state() == QProcess::Running);

    Program window(u"modeldeck"_s, folder);
    QVERIFY(window.serves());
    const auto heir = StateLock::holder(state);
    QVERIFY(heir && heir->program == u"modeldeck"_s && heir->pid == window.process.processId());
    // In order: the model was unloaded, and its receipt kept.
    const QJsonArray receipts = window.ask(u"/api/rag/embedding/receipts"_s)[u"receipts"_s].toArray();
    QCOMPARE(receipts.size(), 1);
    QCOMPARE(receipts[0][u"reason"_s].toString(), u"shutdown"_s);
    window.process.terminate();
    QTRY_COMPARE_WITH_TIMEOUT(window.process.state(), QProcess::NotRunning, 30'000);
    QVERIFY(window.endedWell());
}

MODELDECK_TEST(TakeOverTest)
#include "take_over_test.moc"
