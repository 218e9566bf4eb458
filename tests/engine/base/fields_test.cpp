// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/fields.h"
#include "tests/support/test_program.h"

using namespace Qt::StringLiterals;
using namespace modeldeck;

class FieldsTest : public QObject
{
    Q_OBJECT

private:
    static QString said(const Fields &fields)
    {
        return fields.error() ? fields.error()->message.english() : QString();
    }

private Q_SLOTS:
    void fieldsOfTheirTypeWithinTheirBoundsAreRead()
    {
        Fields fields({{u"name"_s, u"ViT"_s}, {u"on"_s, true}, {u"count"_s, 3.0}, {u"share"_s, 0.5}});
        QCOMPARE(fields.string("name"), u"ViT"_s);
        QCOMPARE(fields.flag("on"), true);
        QCOMPARE(fields.integer("count", 3, 3), 3);
        QCOMPARE(fields.number("count", 0, 10), 3.0);
        QCOMPARE(fields.number("share", 0, 1), 0.5);
        QVERIFY(!fields.error());
    }

    void absentAndNullFieldsAreNoError()
    {
        Fields fields({{u"null"_s, QJsonValue()}});
        for (const char *key : {"null", "absent"}) {
            QVERIFY(!fields.string(key) && !fields.flag(key) && !fields.integer(key, 0, 1));
            QVERIFY(!fields.number(key, 0, 1) && !fields.array(key) && fields.object(key).keys().isEmpty());
            QVERIFY(fields.value(key).isUndefined());
        }
        QVERIFY(!fields.error());
    }

    void requiredFieldsMustBeThere()
    {
        Fields fields(QCborMap{}, {.required = true, .quoted = true});
        QVERIFY(!fields.flag("normalize"));
        QCOMPARE(said(fields), u"\"normalize\" must be true or false"_s);
    }

    void wrongFieldsAreRefused_data()
    {
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("asString");
        QTest::addColumn<QString>("asInteger");
        const QString integer = u"field must be a whole number from 1 to 9"_s;
        const QString string = u"field must be a string"_s;
        QTest::newRow("string") << QJsonValue(u"3"_s) << QString() << integer;
        QTest::newRow("fraction") << QJsonValue(1.5) << string << integer;
        QTest::newRow("below") << QJsonValue(0) << string << integer;
        QTest::newRow("above") << QJsonValue(1e300) << string << integer;
        QTest::newRow("flag") << QJsonValue(true) << string << integer;
        QTest::newRow("object") << QJsonValue(QJsonObject()) << string << integer;
    }

    void wrongFieldsAreRefused()
    {
        QFETCH(QJsonValue, value);
        Fields first({{u"field"_s, value}});
        (void)first.string("field");
        QTEST(said(first), "asString");
        Fields second({{u"field"_s, value}});
        QVERIFY(!second.integer("field", 1, 9));
        QTEST(said(second), "asInteger");
        QCOMPARE(second.error()->parameter, u"field"_s);
    }

    void cborNumbersWithAPointAreNotWhole()
    {
        Fields fields(QCborMap{{u"threads"_s, 2.0}}, {});
        QVERIFY(!fields.integer("threads", 0, 8));
        QVERIFY(fields.error());
    }

    void choicesAreNamed()
    {
        Fields fields({{u"a"_s, u"two"_s}, {u"b"_s, u"three"_s}});
        const auto read = [&](const char *key) { return fields.choice<int>(key, {{"one", 1}, {"two", 2}}); };
        QCOMPARE(read("a"), 2);
        QVERIFY(!read("b"));
        QCOMPARE(said(fields), u"b must be \"one\" or \"two\""_s);
    }

    void theFirstErrorIsKeptAndNamesTheWholePath()
    {
        Fields fields({{u"outer"_s, QJsonObject{{u"inner"_s, QJsonObject{{u"x"_s, 1}}}}}, {u"y"_s, 1}});
        Fields inner = fields.object("outer").object("inner");
        QVERIFY(!inner.flag("x"));
        QVERIFY(!fields.flag("y"));
        QCOMPARE(said(fields), u"outer.inner.x must be true or false"_s);
        QCOMPARE(fields.error()->parameter, u"outer.inner.x"_s);
    }
};

MODELDECK_TEST(FieldsTest)
#include "fields_test.moc"
