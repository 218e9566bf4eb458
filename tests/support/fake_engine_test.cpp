// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_engine.h"
#include "tests/support/test_program.h"

using namespace Qt::StringLiterals;
using namespace modeldeck;
using modeldeck::test::FakeEngine;

class FakeEngineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSnapshotWithTheEffectComesBeforeTheReply()
    {
        FakeEngine engine;
        const auto mailbox = Mailbox::create();
        QStringList order;
        engine.observe(mailbox,
                       [&](const auto &now) {
                           order += now->find(u"ViT-B-32/openai"_s)->loaded ? u"loaded"_s : u"unloaded"_s;
                       },
                       {});
        engine.load(u"ViT-B-32/openai"_s, Reply<LoadReport>(mailbox, [&](const Result<LoadReport> &report) {
                        order += report->modelId;
                    }));
        QTRY_COMPARE(order, (QStringList{u"unloaded"_s, u"loaded"_s, u"ViT-B-32/openai"_s}));
    }

    void aHeldAnswerWaitsAndACancelledOneNeverComes()
    {
        FakeEngine engine;
        const auto mailbox = Mailbox::create();
        QStringList answers;
        engine.hold();
        const auto ask = [&](const QString &name) {
            EmbedRequest request;
            request.inputs.push_back({EmbedInput::Kind::Text, "a cat"});
            return engine.embed(
                request, Reply<Embeddings>(mailbox, [&answers, name](const auto &) { answers += name; }));
        };
        ask(u"first"_s);
        const RequestId second = ask(u"second"_s);
        ask(u"third"_s);
        engine.cancel(second);
        QCOMPARE(engine.heldCount(), 2);
        engine.releaseNewest();
        engine.release();
        QTRY_COMPARE(answers, (QStringList{u"third"_s, u"first"_s}));
        QCOMPARE(engine.last(u"cancel"_s).request, second);
    }

    void aScriptedFailureIsTheAnswer()
    {
        FakeEngine engine;
        const auto mailbox = Mailbox::create();
        std::optional<ErrorCode> code;
        engine.fail(u"switchTo"_s, test::error(ErrorCode::InsufficientMemory));
        engine.switchTo(u"ViT-B-32/openai"_s, Reply<SwitchReport>(mailbox, [&](const auto &report) {
                            code = report.error().code;
                        }));
        QTRY_VERIFY(code);
        QCOMPARE(*code, ErrorCode::InsufficientMemory);
        QCOMPARE(engine.snapshot()->currentVisionModel, u"ViT-L-14/openai"_s);
    }
};

MODELDECK_TEST(FakeEngineTest)
#include "fake_engine_test.moc"
