// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/access.h"
#include "tests/support/test_program.h"

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::api;

namespace {

Request from(const QString &peer, std::vector<Header> headers = {})
{
    Request request;
    request.method = "GET";
    request.path = "/livez";
    request.headers = std::move(headers);
    request.peer = QHostAddress(peer);
    request.local = QHostAddress(u"192.168.1.2"_s);
    return request;
}

Request bearing(const QString &peer, const QByteArray &authorization)
{
    return from(peer, {{"authorization", authorization}});
}

const QString here = u"127.0.0.1"_s;
const QString there = u"192.168.1.9"_s;

} // namespace

class RestAccessTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hosts_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("allowed");
        for (const char *host :
             {"localhost", "localhost:7000", "LocalHost.", "app.localhost", "127.0.0.1:1", "127.9.9.9",
              "[::1]", "[::1]:7000", "192.168.1.2:7000", "deck.example", "DECK.EXAMPLE:80"})
            QTest::newRow(host) << QByteArray(host) << true;
        for (const char *host : {"evil.example", "localhost.evil.example", "evillocalhost", "192.168.1.3",
                                 "127.0.0.1.evil.example", "[::2]", "0.0.0.0", "deck.example.evil", ""})
            QTest::newRow(host) << QByteArray(host) << false;
    }

    void hosts()
    {
        QFETCH(QByteArray, host);
        AccessRules rules;
        rules.hosts = {u"deck.example"_s};
        const auto checked = checkHost(from(here, {{"host", host}}), rules);
        QTEST(checked.has_value(), "allowed");
        if (!checked)
            QCOMPARE(checked.error().code, ErrorCode::WrongHost);
    }

    void originsAreTheSameOrConfigured()
    {
        AccessRules rules;
        rules.origins = {u"https://app.example"_s};
        const auto check = [&](std::vector<Header> headers) {
            headers.push_back({"host", "localhost:7000"});
            return checkOrigin(from(here, headers), rules);
        };
        QCOMPARE(check({}), QByteArray());
        QCOMPARE(check({{"origin", "http://localhost:7000"}}), QByteArray());
        QCOMPARE(check({{"origin", "https://app.example"}}), QByteArray("https://app.example"));
        for (const char *origin : {"null", "http://localhost", "https://localhost:7000", "http://app.example",
                                   "https://app.example.evil", ""})
            QCOMPARE(check({{"origin", origin}}).error().code, ErrorCode::ForbiddenOrigin);
        QVERIFY(!check({{"origin", "http://localhost:7000"}, {"origin", "https://evil"}}));
    }

    void withoutATokenLoopbackMayDoAll()
    {
        QVERIFY(checkToken(from(here), {}, Auth::Change));
        QVERIFY(checkToken(bearing(here, "Bearer anything"), {}, Auth::Change)); // ignored
        QVERIFY(!checkToken(from(there), {}, Auth::Read));
        QVERIFY(!checkToken(bearing(there, "Bearer "), {}, Auth::Read)); // no token is not the empty token
    }

    void withATokenChangesNeedItAndReadsOnLoopbackDoNot()
    {
        AccessRules rules;
        rules.token = "secret";
        QVERIFY(checkToken(from(here), rules, Auth::Read));
        QCOMPARE(checkToken(from(here), rules, Auth::Change).error().code, ErrorCode::Unauthorized);
        QVERIFY(checkToken(bearing(here, "Bearer secret"), rules, Auth::Change));
        QVERIFY(checkToken(bearing(here, "bearer  secret "), rules, Auth::Change));
        QVERIFY(!checkToken(from(there), rules, Auth::Read));
        QVERIFY(checkToken(bearing(there, "Bearer secret"), rules, Auth::Change));
        rules.authReads = true;
        QVERIFY(!checkToken(from(here), rules, Auth::Read));
    }

    void wrongTokensAreRefused()
    {
        AccessRules rules;
        rules.token = "secret";
        for (const char *wrong : {"", "Bearer", "Bearer ", "Bearer secre", "Bearer secrets", "Bearer Secret",
                                  "Basic secret", "secret"})
            QVERIFY2(!checkToken(bearing(here, wrong), rules, Auth::Change), wrong);
    }
};

MODELDECK_TEST(RestAccessTest)
#include "rest_access_test.moc"
