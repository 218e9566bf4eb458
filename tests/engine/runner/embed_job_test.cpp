// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runner/embed_job.h"
#include "tests/support/test_program.h"

#include <QCborArray>

using namespace Qt::StringLiterals;
using namespace modeldeck;

namespace {

EmbedInput text(const QByteArray &bytes)
{
    return {EmbedInput::Kind::Text, bytes};
}

EmbedInput image(const QByteArray &bytes)
{
    return {EmbedInput::Kind::Image, bytes};
}

EmbedRequest request(std::vector<EmbedInput> inputs)
{
    EmbedRequest made;
    made.inputs = std::move(inputs);
    return made;
}

// An answer of one number an input.
protocol::Frame answer(const std::vector<float> &values, int tokens = 0)
{
    return {
        {{u"type"_s, u"embeddings"_s},
         {u"dimension"_s, 1},
         {u"tokens"_s, QCborArray{tokens}},
         {u"seconds"_s, 0.5}},
        QByteArray(reinterpret_cast<const char *>(values.data()), qsizetype(values.size() * sizeof(float)))};
}

Error cancelled()
{
    return Error(ErrorCode::Cancelled);
}

} // namespace

class EmbedJobTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsOfLikeLengthGoTogetherAndImagesApart()
    {
        EmbedJob job(request({image("1234"), text("long"), image("56"), text("s")}));
        const protocol::Frame texts = job.nextPart();
        QCOMPARE(texts.header[u"type"_s].toString(), u"embed_texts"_s);
        QCOMPARE(texts.header[u"texts"_s].toArray(), (QCborArray{u"s"_s, u"long"_s}));
        const protocol::Frame images = job.nextPart();
        QCOMPARE(images.header[u"type"_s].toString(), u"embed_images"_s);
        QCOMPARE(images.header[u"sizes"_s].toArray(), (QCborArray{4, 2}));
        QCOMPARE(images.payload, "123456");
        QVERIFY(!job.hasMore());
        QVERIFY(!job.isDone());
        QVERIFY(job.takeVectors(answer({4, 2}, 7)));
        QVERIFY(job.takeVectors(answer({1, 3})));
        QVERIFY(job.isDone());
        const auto result = job.finish();
        QCOMPARE(result->values, (std::vector<float>{1, 2, 3, 4}));
        QCOMPARE(result->promptTokens, 7);
        QCOMPARE(result->runnerTime, std::chrono::seconds(1));
    }

    void aPartHoldsFewInputs()
    {
        EmbedJob job(request(std::vector<EmbedInput>(33, text("a"))));
        std::vector<std::size_t> parts;
        while (job.hasMore()) {
            job.nextPart();
            parts.push_back(job.inputsOfLastPart());
        }
        QCOMPARE(parts, (std::vector<std::size_t>{16, 16, 1}));
    }

    void aPartHoldsFewBytesUnlessOneInputIsLonger()
    {
        const QByteArray half(EmbedJob::mostPartBytes / 2, 'i'), whole(EmbedJob::mostPartBytes + 1, 'i');
        EmbedJob job(request({image(half), image(half), image("i"), image(whole), image("i")}));
        std::vector<std::size_t> parts;
        while (job.hasMore()) {
            job.nextPart();
            parts.push_back(job.inputsOfLastPart());
        }
        QCOMPARE(parts, (std::vector<std::size_t>{2, 1, 1, 1}));
    }

    void whatNoFrameHoldsIsRefused()
    {
        EmbedJob job(request({image("i"), image(QByteArray(EmbedJob::mostInputBytes + 1, 'i'))}));
        QVERIFY(job.isDone());
        const auto result = job.finish();
        QCOMPARE(result.error().code, ErrorCode::PayloadTooLarge);
        QCOMPARE(result.error().index, 1);
    }

    void anErrorEndsItAndNamesTheInputOfTheRequest()
    {
        EmbedJob job(request(std::vector<EmbedInput>(40, image("i"))));
        job.nextPart();
        job.nextPart();
        QVERIFY(job.takeVectors(answer(std::vector<float>(16, 1))));
        job.takeError(Error(ErrorCode::InvalidImage), 3);
        QVERIFY(!job.hasMore());
        QVERIFY(job.isDone());
        const auto result = job.finish();
        QCOMPARE(result.error().code, ErrorCode::InvalidImage);
        QCOMPARE(result.error().index, 19);
    }

    void anAbandonedJobWaitsForWhatWasSentAlone()
    {
        EmbedJob job(request(std::vector<EmbedInput>(40, text("a"))));
        job.nextPart();
        job.abandon(cancelled());
        QVERIFY(!job.hasMore());
        QVERIFY(!job.isDone());
        QVERIFY(job.takeVectors(answer(std::vector<float>(16, 1))));
        QVERIFY(job.isDone());
        QCOMPARE(job.finish().error().code, ErrorCode::Cancelled);
    }

    void anotherDimensionInALaterPartIsNoAnswer()
    {
        EmbedJob job(request(std::vector<EmbedInput>(17, text("a"))));
        job.nextPart();
        job.nextPart();
        QVERIFY(job.takeVectors(answer(std::vector<float>(16, 1))));
        protocol::Frame wrong = answer({1, 2});
        wrong.header[u"dimension"_s] = 2;
        QVERIFY(!job.takeVectors(wrong));
    }

    void tokensThatOverflowTogetherAreNoAnswer()
    {
        EmbedJob job(request(std::vector<EmbedInput>(17, text("a"))));
        job.nextPart();
        job.nextPart();
        QVERIFY(job.takeVectors(answer(std::vector<float>(16, 1), std::numeric_limits<int>::max())));
        QVERIFY(!job.takeVectors(answer({1}, 1)));
    }
};

MODELDECK_TEST(EmbedJobTest)
#include "embed_job_test.moc"
