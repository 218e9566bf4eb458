// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/text.h"
#include "tests/support/test_program.h"

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace std::chrono_literals;

class TextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void argumentsStandInTheirPlaces()
    {
        const Text text{"%2 before %1, %3 is no place", {u"one"_s, u"%1"_s}};
        QCOMPARE(text.english(), u"%1 before one, %3 is no place"_s);
    }

    void numbersTimesAndTextsAreWrittenInEnglish()
    {
        const Text why{"%1 of %2 GiB", {7, TextArgument::Decimal{15, 1}}};
        const Text text{"%1, for %2 or %3", {why, 10min, 500ms}};
        QCOMPARE(text.english(), u"7 of 15.0 GiB, for 600 s or 0.5 s"_s);
    }

    void nounsFollowTheirNumber()
    {
        QCOMPARE((Text{"“%2” serves %n request(s)", {1, u"m"_s}}).english(), u"“m” serves 1 request"_s);
        QCOMPARE((Text{"“%2” serves %n request(s)", {0, u"m"_s}}).english(), u"“m” serves 0 requests"_s);
    }

    void textsAreEqualByWhatTheySay()
    {
        const auto text = [](int number) { return Text{"%1", {Text{"%1", {number}}}}; };
        QVERIFY(text(1) == text(1));
        QVERIFY(!(text(1) == text(2)));
        QVERIFY(!(text(1) == Text{"%1", {u"1"_s}}));
    }
};

MODELDECK_TEST(TextTest)
#include "text_test.moc"
