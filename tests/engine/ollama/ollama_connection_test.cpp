// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_connection.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using namespace modeldeck;
using namespace modeldeck::test;

class OllamaConnectionTest : public QObject
{
    Q_OBJECT

    FakeClock m_clock;
    const Text m_problem{"it is away", {}};

    void connectUp(OllamaConnection &connection) const
    {
        connection.connectNow();
        connection.attemptBegun();
        connection.connected();
    }
    std::chrono::nanoseconds pause(const OllamaConnection &connection) const
    {
        return *connection.attemptAt() - m_clock.now();
    }

private Q_SLOTS:
    void switchedOffItIsCalm()
    {
        OllamaConnection connection(m_clock);
        QCOMPARE(connection.state(), OllamaState::Disabled);
        QVERIFY(!connection.attemptAt());
        connectUp(connection);
        connection.disable();
        connection.lost(m_problem);
        connection.failed(m_problem);
        QCOMPARE(connection.state(), OllamaState::Disabled);
        QVERIFY(!connection.attemptAt());
    }

    void theFirstAttemptIsDueAtOnce()
    {
        OllamaConnection connection(m_clock);
        connection.connectNow();
        QCOMPARE(connection.state(), OllamaState::Connecting);
        QCOMPARE(pause(connection), 0ns);
        connection.attemptBegun();
        QVERIFY(!connection.attemptAt());
        connection.connected();
        QCOMPARE(connection.state(), OllamaState::Available);
        QVERIFY(connection.answers());
    }

    void pausesGrowFromOneSecondToSixty()
    {
        OllamaConnection connection(m_clock);
        connection.connectNow();
        for (const auto expected : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
            connection.attemptBegun();
            connection.lost(m_problem);
            QCOMPARE(connection.state(), OllamaState::Unavailable);
            QCOMPARE(pause(connection), std::chrono::nanoseconds(expected));
        }
        connection.attemptBegun();
        connection.connected();
        connection.lost(m_problem);
        QCOMPARE(pause(connection), std::chrono::nanoseconds(1s));
    }

    void otherCallsThatFailDoNotLengthenThePause()
    {
        OllamaConnection connection(m_clock);
        connectUp(connection);
        connection.lost(m_problem);
        m_clock.advance(300ms);
        connection.lost(m_problem);
        connection.lost(m_problem);
        QCOMPARE(pause(connection), std::chrono::nanoseconds(700ms));
    }

    void askedForItTriesAtOnce()
    {
        OllamaConnection connection(m_clock);
        connection.connectNow();
        connection.attemptBegun();
        connection.lost(m_problem);
        connection.connectNow();
        QCOMPARE(connection.state(), OllamaState::Connecting);
        QCOMPARE(pause(connection), 0ns);
    }

    void troubleMakesItDegradedForAWhile()
    {
        OllamaConnection connection(m_clock);
        connectUp(connection);
        connection.failed(m_problem);
        QCOMPARE(connection.state(), OllamaState::Degraded);
        QVERIFY(connection.answers());
        m_clock.advance(29s);
        connection.worked(0ms);
        QCOMPARE(connection.state(), OllamaState::Degraded);
        m_clock.advance(1s);
        connection.worked(0ms);
        QCOMPARE(connection.state(), OllamaState::Available);
        QVERIFY(connection.problem().isEmpty());
    }

    void slowAnswersMakeItDegraded()
    {
        OllamaConnection connection(m_clock);
        connectUp(connection);
        connection.worked(1900ms);
        QCOMPARE(connection.state(), OllamaState::Available);
        connection.worked(2500ms);
        QCOMPARE(connection.state(), OllamaState::Degraded);
        QVERIFY(connection.problem().english().contains(QStringLiteral("2.5 s")));
    }

    void whatFailsWhileItIsAwayChangesNothing()
    {
        OllamaConnection connection(m_clock);
        connection.connectNow();
        connection.failed(m_problem);
        connection.worked(0ms);
        QCOMPARE(connection.state(), OllamaState::Connecting);
    }
};

MODELDECK_TEST(OllamaConnectionTest)
#include "ollama_connection_test.moc"
