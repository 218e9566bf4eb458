// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's side of a runner, on a real process that behaves as the test says.
#include "engine/runner/protocol.h"
#include "engine/runner/runner_process.h"
#include "tests/support/test_program.h"
#include "tests/support/wait.h"

#include <QFile>
#include <QTemporaryDir>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace modeldeck;

namespace {

// Texts that the fake runner answers with their own number.
EmbedRequest numbers(int count)
{
    EmbedRequest request;
    for (int i = 0; i < count; ++i)
        request.inputs.push_back({EmbedInput::Kind::Text, QByteArray::number(i)});
    return request;
}

} // namespace

class RunnerProcessTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<RunnerProcess> m_runner;
    bool m_loaded = false;
    std::vector<RequestId> m_order; // in which the calls were answered
    std::map<RequestId, Embeddings> m_results;
    std::map<RequestId, Error> m_errors;
    std::optional<Error> m_unusable, m_stopped;

    void write(const QString &name, const QByteArray &bytes = {})
    {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    qsizetype lines(const QString &name) const
    {
        QFile file(m_folder->filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll().count('\n') : 0;
    }
    qsizetype parts() const { return lines(u"parts"_s); }
    void start(const QByteArray &behaviour, RunnerDeadlines deadlines = {})
    {
        write(u"behaviour"_s, behaviour);
        m_runner->start({QStringLiteral(MODELDECK_FAKE_RUNNER), m_folder->path(), u"hf"_s, u"cpu"_s,
                         u"auto"_s, 1, 1000, deadlines});
        WAIT(m_loaded);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_runner = std::make_unique<RunnerProcess>();
        m_loaded = false;
        m_order.clear();
        m_results.clear();
        m_errors.clear();
        m_unusable.reset();
        m_stopped.reset();
        connect(m_runner.get(), &RunnerProcess::loaded, this, [this] { m_loaded = true; });
        connect(m_runner.get(), &RunnerProcess::embedded, this,
                [this](RequestId id, const Embeddings &result) {
                    m_order.push_back(id);
                    m_results[id] = result;
                });
        connect(m_runner.get(), &RunnerProcess::embedFailed, this, [this](RequestId id, const Error &error) {
            m_order.push_back(id);
            m_errors[id] = error;
        });
        connect(m_runner.get(), &RunnerProcess::unusable, this,
                [this](const Error &error) { m_unusable = error; });
        connect(m_runner.get(), &RunnerProcess::stopped, this, [this](const Error &why) { m_stopped = why; });
    }
    void cleanup() { m_runner.reset(); }

    void manyInputsAreAnsweredInTheirOrder()
    {
        constexpr int count = 2048;
        start("normal");
        m_runner->embed(1, numbers(count));
        WAIT(m_results.contains(1));
        const Embeddings &result = m_results[1];
        QCOMPARE(result.values.size(), std::size_t(4 * count));
        for (int i = 0; i < count; ++i)
            QCOMPARE(result.values[std::size_t(4 * i + 1)], float(i));
        QCOMPARE(result.promptTokens, 3 * count);
        QCOMPARE(parts(), count / qsizetype(EmbedJob::mostInputs));
    }

    void aShortCallDoesNotWaitForALongOne()
    {
        start("slow_embed");
        m_runner->embed(1, numbers(2048));
        m_runner->embed(2, numbers(1));
        write(u"go"_s);
        WAIT(m_results.contains(1) && m_results.contains(2));
        QCOMPARE(m_order, (std::vector<RequestId>{2, 1}));
    }

    void anInputOfALaterPartIsNamedAndEndsTheCall()
    {
        start("normal");
        EmbedRequest request = numbers(2048);
        request.inputs[1500].bytes = "bad"; // among the three digits, as long texts follow short ones
        m_runner->embed(1, request);
        WAIT(m_errors.contains(1));
        QCOMPARE(m_errors[1].code, ErrorCode::InvalidRequest);
        QCOMPARE(m_errors[1].index, 1500);
        QCOMPARE(parts(), 64); // up to the input after 1,000 shorter ones, and the one that was on its way
        m_runner->embed(2, numbers(1));
        WAIT(m_results.contains(2));
    }

    void whatARunnerSaysInKnownWordsCanBeTranslated()
    {
        start("normal");
        EmbedRequest request = numbers(1);
        request.inputs[0].bytes = "long";
        m_runner->embed(1, request);
        WAIT(m_errors.contains(1));
        const Text words{protocol::words::manyTokens, {u"100"_s, u"77"_s}};
        QVERIFY(m_errors[1].message == (Text{"The input can't be used: %1", {words}}));
        QCOMPARE(m_errors[1].message.english(),
                 u"The input can't be used: The text has 100 tokens, more than the "
                 "model's context of 77."_s);
    }

    void aPartThatHangsIsNoticedByItsOwnDeadline()
    {
        RunnerDeadlines deadlines;
        deadlines.batch = 25ms; // the whole call's share would be 6.4 s
        start("hang_on_third_embed", deadlines);
        m_runner->embed(1, numbers(2048));
        WAIT(m_unusable);
        QCOMPARE(m_unusable->code, ErrorCode::RunnerCrashed);
        QCOMPARE(m_unusable->message.arguments, TextArguments{50ms}); // two eights of inputs
        QVERIFY(!m_stopped);
    }

    void oneThatClosesItsConnectionAndLivesIsGivenUp()
    {
        start("close_on_embed");
        m_runner->embed(1, numbers(1));
        WAIT(m_unusable);
        QCOMPARE(m_unusable->code, ErrorCode::RunnerCrashed);
        QVERIFY(!m_stopped);
    }

    void aCrashInTheMiddleEndsTheRunner()
    {
        start("crash_on_third_embed");
        m_runner->embed(1, numbers(2048));
        WAIT(m_stopped);
        QCOMPARE(m_stopped->code, ErrorCode::RunnerCrashed);
        QCOMPARE(parts(), 3);
        QVERIFY(m_order.empty());
    }

    void oneThatFindsNoMemoryToStartSaysSo_data()
    {
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("a library's constructor")
            << QByteArray("echo '  what():  std::bad_alloc' >&2; kill -ABRT $$");
        QTest::newRow("the linker") << QByteArray(
            "echo 'libc10.so: failed to map segment from shared object' >&2; exit 127");
    }
    void oneThatFindsNoMemoryToStartSaysSo()
    {
        QFETCH(QByteArray, end);
        write(u"runner"_s, "#!/bin/sh\n" + end + '\n');
        const QString program = m_folder->filePath(u"runner"_s);
        QVERIFY(QFile::setPermissions(program, QFile::ReadOwner | QFile::ExeOwner));
        m_runner->start({program, m_folder->path(), u"hf"_s, u"cpu"_s, u"auto"_s, 1, 1000, {}});
        WAIT(m_stopped);
        QCOMPARE(m_stopped->code, ErrorCode::InsufficientMemory);
    }

    void aCancelledCallSendsNoMoreParts()
    {
        start("slow_embed");
        m_runner->embed(1, numbers(2048));
        m_runner->cancel(1);
        write(u"go"_s);
        WAIT(m_errors.contains(1));
        QCOMPARE(m_errors[1].code, ErrorCode::Cancelled);
        QCOMPARE(parts(), 2); // that were on their way
        m_runner->embed(2, numbers(1));
        WAIT(m_results.contains(2));
        QCOMPARE(parts(), 3);
    }

    void theRunnerIsToldThatNobodyWaitsForTheParts()
    {
        start("slow_embed");
        m_runner->embed(1, numbers(2048));
        m_runner->embed(2, numbers(1));
        m_runner->cancel(1);
        write(u"go"_s);
        WAIT(m_errors.contains(1) && m_results.contains(2));
        QCOMPARE(lines(u"cancels"_s), 2); // each part that was on its way
    }

    void aCallCancelledBeforeItsTurnIsAnsweredAtOnce()
    {
        start("slow_embed");
        m_runner->embed(1, numbers(2048));
        m_runner->embed(2, numbers(1));
        m_runner->cancel(2);
        WAIT(m_errors.contains(2));
        QCOMPARE(m_errors[2].code, ErrorCode::Cancelled);
        QVERIFY(!m_results.contains(1));
    }

    void withoutMemoryToEmbedTheCallFailsAndTheRunnerStays()
    {
        start("no_memory_to_embed");
        m_runner->embed(1, numbers(1));
        WAIT(m_errors.contains(1));
        QCOMPARE(m_errors[1].code, ErrorCode::InsufficientMemory);
        QVERIFY(!m_unusable && !m_stopped);
    }

    void aCallWithoutInputsIsAnswered()
    {
        start("normal");
        m_runner->embed(1, {});
        WAIT(m_results.contains(1));
        QVERIFY(m_results[1].values.empty());
    }
};

MODELDECK_TEST(RunnerProcessTest)
#include "runner_process_test.moc"
