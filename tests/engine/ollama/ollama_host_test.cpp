// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/ollama_host.h"
#include "tests/support/test_program.h"

using namespace Qt::StringLiterals;
using namespace modeldeck;

class OllamaHostTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allFormsThatOllamaTakes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("url"); // empty: refused
        const auto row = [](const char *text, const char *url) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(url);
        };
        row("", "http://127.0.0.1:11434");
        row("example.org", "http://example.org:11434");
        row("example.org:56789", "http://example.org:56789");
        row("  example.org  ", "http://example.org:11434");
        row("\"example.org\"", "http://example.org:11434");
        row("'example.org:80'", "http://example.org:80");
        row(":56789", "http://127.0.0.1:56789");
        row("1.2.3.4", "http://1.2.3.4:11434");
        row("1.2.3.4:5", "http://1.2.3.4:5");
        row("0.0.0.0", "http://127.0.0.1:11434");
        row("0.0.0.0:8080", "http://127.0.0.1:8080");
        row("::1", "http://[::1]:11434");
        row("[::1]", "http://[::1]:11434");
        row("[::1]:8080", "http://[::1]:8080");
        row("[::]:8080", "http://[::1]:8080");
        row("::", "http://[::1]:11434");
        row("http://example.org", "http://example.org");
        row("https://example.org", "https://example.org");
        row("HTTPS://example.org:8443", "https://example.org:8443");
        row("http://0.0.0.0:11434", "http://127.0.0.1:11434");
        row("https://example.org/ollama/", "https://example.org/ollama");
        row("example.org/ollama", "http://example.org:11434/ollama");
        row("https://user:secret@example.org", "https://user:secret@example.org");
        row("example.org:99999", "http://example.org:11434");
        row("example.org:port", "http://example.org:11434");
        row("ftp://example.org", "");
        row("http://", "");
        row("two words", "");
        row("http://a b/", "");
    }
    void allFormsThatOllamaTakes()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, url);
        const auto parsed = parseOllamaHost(text);
        QCOMPARE(parsed ? parsed->toString() : QString(), url);
    }

    void theEnvironmentsAddressCountsIfItIsOne()
    {
        const QString standard = u"http://127.0.0.1:11434"_s;
        QCOMPARE(ollamaAddress(standard, {}).toString(), standard);
        QCOMPARE(ollamaAddress(standard, u"0.0.0.0:5000"_s).toString(), u"http://127.0.0.1:5000"_s);
        QCOMPARE(ollamaAddress(u"http://here:1"_s, u" "_s).toString(), u"http://here:1"_s);
        QCOMPARE(ollamaAddress(standard, u"ftp://nonsense"_s).toString(), standard);
    }

    void whatPeopleSeeHoldsNoPassword()
    {
        QCOMPARE(shownAddress(QUrl(u"https://user:secret@example.org"_s)), u"https://example.org"_s);
    }

    void loopbackIsThisMachine()
    {
        QVERIFY(isThisMachine(QUrl(u"http://127.0.0.1:1"_s)));
        QVERIFY(isThisMachine(QUrl(u"http://[::1]:1"_s)));
        QVERIFY(isThisMachine(QUrl(u"http://localhost:1"_s)));
        QVERIFY(!isThisMachine(QUrl(u"http://example.org"_s)));
    }
};

MODELDECK_TEST(OllamaHostTest)
#include "ollama_host_test.moc"
