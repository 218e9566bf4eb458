// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/tokenizer.h"
#include "tests/support/test_program.h"
#include "tests/tools/synthetic_model/tokenizer_files.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace modeldeck;
using namespace modeldeck::inference;
using namespace Qt::StringLiterals;

namespace {

constexpr int anyLength = 1000;

void write(const QString &path, const QByteArray &contents)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(contents), contents.size());
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeTokenizer(const QString &folder)
{
    const auto vocabulary = modeldeck::synthetic::Vocabulary::small();
    for (const auto &[name, contents] : vocabulary.files(vocabulary.size(), 77))
        write(QDir(folder).filePath(name), contents);
}

Result<Tokenizer> loadTokenizer(const QString &folder, Layout layout, int contextLength)
{
    return Vocabulary::load(folder).map(
        [&](const Vocabulary &vocabulary) { return Tokenizer(vocabulary, layout, contextLength); });
}

std::vector<qint64> idsFrom(const QJsonValue &json)
{
    std::vector<qint64> ids;
    const QJsonArray array = json.toArray();
    for (const QJsonValue &id : array)
        ids.push_back(id.toInteger(-1));
    return ids;
}

} // namespace

class TokenizerTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    Tokenizer tokenizer(Layout layout = Layout::HuggingFace, int contextLength = anyLength)
    {
        auto loaded = loadTokenizer(m_folder.path(), layout, contextLength);
        if (!loaded)
            qFatal("%s", qPrintable(loaded.error().message.english()));
        return *loaded;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        writeTokenizer(m_folder.path());
    }

    void idsEqualThoseOfBothLibraries_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QJsonValue>("transformers");
        QTest::addColumn<QJsonValue>("openClip");
        const auto golden =
            QJsonDocument::fromJson(read(QStringLiteral(MODELDECK_GOLDEN) + u"/tokens.json"_s));
        const QJsonArray texts = golden[u"texts"_s].toArray();
        QVERIFY(texts.size() > 30);
        for (qsizetype i = 0; i < texts.size(); ++i) {
            const QByteArray text = texts[i][u"text"_s].toString().toUtf8();
            QTest::addRow("%d %s", int(i), text.toPercentEncoding(" !'&;<>|").left(60).constData())
                << text << texts[i][u"hf"_s] << texts[i][u"open_clip"_s];
        }
    }

    void idsEqualThoseOfBothLibraries()
    {
        QFETCH(QByteArray, text);
        QFETCH(QJsonValue, transformers);
        QFETCH(QJsonValue, openClip);
        QCOMPARE(tokenizer(Layout::HuggingFace).encode(text, false).value(), idsFrom(transformers));
        QCOMPARE(tokenizer(Layout::OpenClip).encode(text, false).value(), idsFrom(openClip));
    }

    void tokenizerJsonIsAsGoodAsVocabJson()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"tokenizer.json"_s), read(m_folder.filePath(u"tokenizer.json"_s)));
        const auto other = loadTokenizer(folder.path(), Layout::HuggingFace, anyLength);
        QVERIFY2(other, other ? "" : qPrintable(other.error().message.english()));
        const QByteArray text = "a photo of a cat, and the dog's house";
        QCOMPARE(other->encode(text, false).value(), tokenizer().encode(text, false).value());
        QCOMPARE(other->endId(), tokenizer().endId());
        QCOMPARE(other->largestId(), tokenizer().largestId());
    }

    void mergesMayBePairsOfStrings()
    {
        QTemporaryDir folder;
        QJsonObject json = QJsonDocument::fromJson(read(m_folder.filePath(u"tokenizer.json"_s))).object();
        QJsonObject model = json[u"model"_s].toObject();
        QJsonArray pairs;
        for (const QJsonValue &merge : model[u"merges"_s].toArray())
            pairs.append(QJsonArray::fromStringList(merge.toString().split(u' ')));
        model[u"merges"_s] = pairs;
        json[u"model"_s] = model;
        write(folder.filePath(u"tokenizer.json"_s), QJsonDocument(json).toJson());
        const auto other = loadTokenizer(folder.path(), Layout::HuggingFace, anyLength);
        QVERIFY2(other, other ? "" : qPrintable(other.error().message.english()));
        QCOMPARE(other->encode("a photo of a cat", false).value(),
                 tokenizer().encode("a photo of a cat", false).value());
    }

    void aTextOfExactlyTheContextIsAccepted()
    {
        const auto whole = tokenizer().encode("a photo of a cat", false).value();
        const Tokenizer exact = tokenizer(Layout::HuggingFace, int(whole.size()));
        QCOMPARE(exact.encode("a photo of a cat", false).value(), whole);
        QCOMPARE(exact.encode("a photo of a cat", true).value(), whole);
    }

    void aLongerTextIsAnErrorThatSaysBothNumbers()
    {
        const auto result = tokenizer(Layout::HuggingFace, 5).encode("the the the the", false);
        QVERIFY(!result);
        QCOMPARE(QByteArray(errorName(result.error().code)), QByteArray("invalid_request"));
        QVERIFY2(result.error().message.english().contains(u"6 tokens"_s) &&
                     result.error().message.english().contains(u"of 5"_s),
                 qPrintable(result.error().message.english()));
    }

    void truncationKeepsTheStartAndEndsWithTheEnd()
    {
        for (const Layout layout : {Layout::HuggingFace, Layout::OpenClip}) {
            const auto whole = tokenizer(layout).encode("a photo of the red house", false).value();
            const auto cut = tokenizer(layout, 5).encode("a photo of the red house", true).value();
            QCOMPARE(cut.size(), size_t(5));
            QVERIFY(std::equal(cut.begin(), cut.end() - 1, whole.begin()));
            QCOMPARE(cut.back(), tokenizer(layout).endId());
        }
    }

    void invalidUtf8IsAnError_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no lead byte") << QByteArray("a\xff");
        QTest::newRow("cut off") << QByteArray("caf\xc3");
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80");
        QTest::newRow("overlong") << QByteArray("\xc0\x80");
        QTest::newRow("beyond Unicode") << QByteArray("\xf4\x90\x80\x80");
    }

    void invalidUtf8IsAnError()
    {
        QFETCH(QByteArray, text);
        const auto result = tokenizer().encode(text, true);
        QVERIFY(!result);
        QVERIFY(result.error().message.english().contains(u"UTF-8"_s));
    }

    // Anything quadratic would run into the time limit of the test.
    void longTextsTakeTimeInProportion_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("100,000 words") << QByteArray("hello world ").repeated(50'000);
        QTest::newRow("a word of 1 MB") << QByteArray("photograph").repeated(100'000);
        QTest::newRow("punctuation") << QByteArray(300'000, '!');
        QTest::newRow("combining marks") << QByteArray("\u0301\u0323").repeated(80'000);
        QTest::newRow("Hangul") << QByteArray("\u1112\u1161\u11ab").repeated(40'000);
        QTest::newRow("entities in entities") << '&' + QByteArray("amp;").repeated(80'000);
        QTest::newRow("special tokens") << QByteArray("<|endoftext|>").repeated(30'000);
        QTest::newRow("begun special tokens") << QByteArray("<|").repeated(150'000);
        QTest::newRow("sigmas") << QByteArray("\u03a3'").repeated(100'000);
        QTest::newRow("escape sequences") << QByteArray("\033[1;").repeated(80'000);
    }

    void longTextsTakeTimeInProportion()
    {
        QFETCH(QByteArray, text);
        for (const Layout layout : {Layout::HuggingFace, Layout::OpenClip}) {
            const Tokenizer small = tokenizer(layout, 77);
            QCOMPARE(small.encode(text, true).value().size(), size_t(77));
            QVERIFY(!small.encode(text, false));
        }
    }

    void hostileFilesAreRefusedByName_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("contents");
        QTest::addColumn<QString>("said"); // in the error, with the file's name
        const QByteArray vocab = read(m_folder.filePath(u"vocab.json"_s)).trimmed();
        const auto with = [&](const QByteArray &entry) { return vocab.chopped(1) + ',' + entry + '}'; };
        const auto row = [](const char *name, const QString &file, const QByteArray &contents,
                            const QString &said) { QTest::newRow(name) << file << contents << said; };
        const QString v = u"vocab.json"_s;
        row("no JSON", v, "{\"a\":", u"JSON"_s);
        row("a list", v, "[1,2]", u"object"_s);
        row("a text for an id", v, with(R"("evil":"1")"), u"a token's id is not a whole number"_s);
        row("a negative id", v, with(R"("evil":-1)"), u"a token's id is not a whole number"_s);
        row("a fraction", v, with(R"("evil":1.5)"), u"a token's id is not a whole number"_s);
        row("a huge id", v, with(R"("evil":1e300)"), u"a token's id is not a whole number"_s);
        row("an id above any table", v, with(R"("evil":4294967297)"),
            u"a token's id is not a whole number"_s);
        row("two tokens with one id", v, with(R"("evil":0)"), u"two tokens have the same id 0"_s);
        row("a byte is missing", v, QByteArray(vocab).replace("\"Z</w>\":", "\"ZZZ\":"), u"Z</w>"_s);
        row("no end", v, QByteArray(vocab).replace("<|endoftext|>", "<|end|>"), u"<|endoftext|>"_s);
        const QString m = u"merges.txt"_s;
        row("a merge of one", m, "#version: 0.2\nab\n", u"line 2"_s);
        row("a merge of three", m, "#version: 0.2\na b c\n", u"line 2"_s);
        row("a merge of unknown tokens", m, "#version: 0.2\nqqq zzz\n", u"line 2: the merge needs a token"_s);
        row("a merge to an unknown token", m, "#version: 0.2\nq z\n", u"line 2: the merge needs a token"_s);
    }

    void hostileFilesAreRefusedByName()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, contents);
        QFETCH(QString, said);
        QTemporaryDir folder;
        writeTokenizer(folder.path());
        write(folder.filePath(file), contents);
        const auto result = loadTokenizer(folder.path(), Layout::HuggingFace, 77);
        QVERIFY(!result);
        QCOMPARE(QByteArray(errorName(result.error().code)), QByteArray("model_load_failed"));
        const QString message = result.error().message.english();
        QVERIFY2(message.contains(file) && message.contains(said), qPrintable(message));
        for (const auto &found : {u"evil"_s, u"qqq"_s, u"qz"_s}) // what a file holds is never quoted
            QVERIFY2(!message.contains(found), qPrintable(message));
    }

    void hostileTokenizerJsonIsRefused_data()
    {
        QTest::addColumn<QByteArray>("contents");
        QTest::addColumn<QString>("said");
        const QByteArray json = read(m_folder.filePath(u"tokenizer.json"_s)).trimmed();
        const auto replaced = [&](const char *before, const char *after) {
            if (!json.contains(before))
                qFatal("tokenizer.json has no %s", before);
            return QByteArray(json).replace(before, after);
        };
        QTest::newRow("no model") << QByteArray("{}") << u"model"_s;
        QTest::newRow("another model") << replaced(R"("BPE")", R"("Unigram")") << u"BPE"_s;
        QTest::newRow("another suffix")
            << replaced(R"(_suffix":"</w>")", R"(_suffix":"")") << u"end_of_word_suffix"_s;
        QTest::newRow("merges of numbers") << replaced(R"("merges":[)", R"("merges":[7,)") << u"merge 1"_s;
        QTest::newRow("merges are no list")
            << replaced(R"("merges":[)", R"("merges":{},"x":[)") << u"merges"_s;
        QTest::newRow("added tokens are no list")
            << replaced(R"("added_tokens":[)", R"("added_tokens":1,"x":[)") << u"added_tokens"_s;
        QTest::newRow("an added token with another id")
            << replaced(R"("added_tokens":[)", R"("added_tokens":[{"content":"a","id":3},)") << u"two ids"_s;
    }

    void hostileTokenizerJsonIsRefused()
    {
        QFETCH(QByteArray, contents);
        QFETCH(QString, said);
        QTemporaryDir folder;
        write(folder.filePath(u"tokenizer.json"_s), contents);
        const auto result = loadTokenizer(folder.path(), Layout::OpenClip, 77);
        QVERIFY(!result);
        QVERIFY2(result.error().message.english().contains(said),
                 qPrintable(result.error().message.english()));
    }

    void anEmptyFolderSaysWhatIsMissing()
    {
        QTemporaryDir folder;
        const auto result = loadTokenizer(folder.path(), Layout::HuggingFace, 77);
        QVERIFY(!result);
        QVERIFY(result.error().message.english().contains(u"vocab.json"_s));
    }

    void missingMergesAreAnError()
    {
        QTemporaryDir folder;
        writeTokenizer(folder.path());
        QVERIFY(QFile::remove(folder.filePath(u"merges.txt"_s)));
        QVERIFY(loadTokenizer(folder.path(), Layout::HuggingFace, 77)); // tokenizer.json has them too
        QVERIFY(QFile::remove(folder.filePath(u"tokenizer.json"_s)));
        const auto result = loadTokenizer(folder.path(), Layout::HuggingFace, 77);
        QVERIFY(!result);
        QVERIFY(result.error().message.english().contains(u"merges.txt"_s));
    }
};

MODELDECK_TEST(TokenizerTest)
#include "tokenizer_test.moc"
