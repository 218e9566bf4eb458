// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/history.h"
#include "tests/support/test_program.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace modeldeck;

namespace {

constexpr EpochSeconds now = 1700000000;

} // namespace

// What we had loaded in Ollama, kept by server.
class LeftInOllamaTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

private Q_SLOTS:
    void aFileThatNamesNoServerClaimsNothing()
    {
        {
            History history;
            QVERIFY(history.open(m_dir.path(), now));
        }
        {
            HistoryFile file; // as version 3 left it
            QVERIFY(file.open(m_dir.filePath(u"history.db"_s)));
            QVERIFY(file.apply({{"DROP TABLE in_ollama", {}},
                                {"CREATE TABLE in_ollama (model_id TEXT PRIMARY KEY) WITHOUT ROWID", {}},
                                {"INSERT INTO in_ollama VALUES ('mini')", {}},
                                {"PRAGMA user_version = 3", {}}}));
        }
        const std::map<QString, std::set<QString>> left{{u"one"_s, {u"mini"_s}},
                                                        {u"other"_s, {u"mini"_s, u"big"_s}}};
        {
            History history;
            QVERIFY(history.open(m_dir.path(), now));
            QVERIFY(history.notes().empty());
            QVERIFY(history.state().leftInOllama.empty());
            history.remember({}, {}, left);
        }
        History history;
        QVERIFY(history.open(m_dir.path(), now));
        QCOMPARE(history.state().leftInOllama, left);
    }
};

MODELDECK_TEST(LeftInOllamaTest)
#include "left_in_ollama_test.moc"
