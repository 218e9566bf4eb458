// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/clip_config.h"
#include "tests/support/test_program.h"

#include <QFile>
#include <QTemporaryDir>

using namespace modeldeck;
using namespace Qt::StringLiterals;

class ClipConfigTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void transformersDefaultsHoldWhereTheConfigIsSilent();
    void openClipDefaultsHoldWhereTheConfigIsSilent();
    void theOlderSpellingWins();
    void theLegacyEndTokenMeansTheHighestId();
    void quickGeluIsTheConfigsChoice();
    void squareSizesMayBePairs();
    void aBadConfigIsAnErrorThatNamesTheKey_data();
    void aBadConfigIsAnErrorThatNamesTheKey();

private:
    Result<ClipConfig> load(Layout layout, const QByteArray &json) const;
    std::unique_ptr<QTemporaryDir> m_dir;
};

Result<ClipConfig> ClipConfigTest::load(Layout layout, const QByteArray &json) const
{
    QFile file(m_dir->filePath(layout == Layout::OpenClip ? u"open_clip_config.json"_s : u"config.json"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size())
        return failure(ErrorCode::Internal, "the test cannot write");
    file.close();
    return ClipConfig::load(m_dir->path(), layout);
}

void ClipConfigTest::transformersDefaultsHoldWhereTheConfigIsSilent()
{
    const auto config = load(Layout::HuggingFace, R"({"model_type":"clip"})");
    QVERIFY(config);
    QCOMPARE(config->dimension, 512);
    QCOMPARE(config->vision.width, 768);
    QCOMPARE(config->patchSize, 32);
    QCOMPARE(config->imageTokens(), 50);
    QCOMPARE(config->text.heads, 8);
    QCOMPARE(config->contextLength, 77);
    QCOMPARE(config->vocabularySize, 49408);
    QCOMPARE(config->vision.activation, Activation::QuickGelu);
    QCOMPARE(config->endToken, std::optional<qint64>(49407));
}

void ClipConfigTest::openClipDefaultsHoldWhereTheConfigIsSilent()
{
    const auto config =
        load(Layout::OpenClip, R"({"model_cfg":{"embed_dim":1024,"vision_cfg":{"head_width":96}}})");
    QVERIFY(config);
    QCOMPARE(config->dimension, 1024);
    QCOMPARE(config->vision.heads, 8);
    QCOMPARE(config->patchSize, 16);
    QCOMPARE(config->text.mlpWidth, 2048);
    QCOMPARE(config->vision.activation, Activation::Gelu);
    QVERIFY(!config->endToken);
}

void ClipConfigTest::theOlderSpellingWins()
{
    const auto config =
        load(Layout::HuggingFace, R"({"model_type":"clip","vision_config":{"hidden_size":64},)"
                                  R"("vision_config_dict":{"hidden_size":1024,"num_attention_heads":16}})");
    QVERIFY(config);
    QCOMPARE(config->vision.width, 1024);
    QCOMPARE(config->vision.heads, 16);
}

void ClipConfigTest::theLegacyEndTokenMeansTheHighestId()
{
    const auto config =
        load(Layout::HuggingFace, R"({"model_type":"clip","text_config":{"eos_token_id":2}})");
    QVERIFY(config);
    QVERIFY(!config->endToken);
}

void ClipConfigTest::quickGeluIsTheConfigsChoice()
{
    const auto openAi = load(Layout::OpenClip, R"({"model_cfg":{"embed_dim":512,"quick_gelu":true}})");
    QVERIFY(openAi);
    QCOMPARE(openAi->text.activation, Activation::QuickGelu);
    const auto laion = load(
        Layout::HuggingFace,
        R"({"model_type":"clip","text_config":{"hidden_act":"gelu"},"vision_config":{"hidden_act":"gelu"}})");
    QVERIFY(laion);
    QCOMPARE(laion->vision.activation, Activation::Gelu);
}

void ClipConfigTest::squareSizesMayBePairs()
{
    const auto config =
        load(Layout::OpenClip, R"({"model_cfg":{"embed_dim":512,"vision_cfg":{"image_size":[336,336]}}})");
    QVERIFY(config);
    QCOMPARE(config->imageSize, 336);
}

void ClipConfigTest::aBadConfigIsAnErrorThatNamesTheKey_data()
{
    QTest::addColumn<int>("layout");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("says");
    const auto hf = [](const char *name, const QByteArray &json, const QString &says) {
        QTest::newRow(name) << int(Layout::HuggingFace) << json << says;
    };
    const auto openClip = [](const char *name, const QByteArray &json, const QString &says) {
        QTest::newRow(name) << int(Layout::OpenClip) << json << says;
    };
    hf("empty", "", u"JSON"_s);
    hf("an array", "[]", u"object"_s);
    hf("no model type", "{}", u"model_type"_s);
    hf("another model", R"({"model_type":"siglip"})", u"model_type"_s);
    hf("a width of zero", R"({"model_type":"clip","text_config":{"hidden_size":0}})",
       u"text_config.hidden_size"_s);
    hf("a width as text", R"({"model_type":"clip","text_config":{"hidden_size":"512"}})", u"hidden_size"_s);
    hf("a fraction of a layer", R"({"model_type":"clip","text_config":{"num_hidden_layers":1.5}})",
       u"num_hidden_layers"_s);
    hf("a huge width", R"({"model_type":"clip","vision_config":{"hidden_size":1e18}})",
       u"vision_config.hidden_size"_s);
    hf("heads that do not divide", R"({"model_type":"clip","text_config":{"num_attention_heads":7}})",
       u"num_attention_heads"_s);
    hf("an activation we do not know", R"({"model_type":"clip","text_config":{"hidden_act":"relu"}})",
       u"hidden_act"_s);
    hf("grey images", R"({"model_type":"clip","vision_config":{"num_channels":1}})", u"num_channels"_s);
    hf("a section that is a list", R"({"model_type":"clip","vision_config":[]})", u"vision_config"_s);
    hf("a patch larger than the image", R"({"model_type":"clip","vision_config":{"patch_size":225}})",
       u"patch"_s);
    hf("too many patches", R"({"model_type":"clip","vision_config":{"patch_size":1,"image_size":2048}})",
       u"patches"_s);
    hf("an epsilon of nothing", R"({"model_type":"clip","text_config":{"layer_norm_eps":0}})",
       u"layer_norm_eps"_s);
    openClip("no model", "{}", u"model_cfg"_s);
    openClip("no dimension", R"({"model_cfg":{}})", u"embed_dim"_s);
    openClip("a residual network", R"({"model_cfg":{"embed_dim":512,"vision_cfg":{"layers":[3,4,6,3]}}})",
             u"layers"_s);
    openClip("timm's towers", R"({"model_cfg":{"embed_dim":512,"vision_cfg":{"timm_model_name":"vit"}}})",
             u"timm_model_name"_s);
    openClip("a text tower of transformers",
             R"({"model_cfg":{"embed_dim":512,"text_cfg":{"hf_model_name":"x"}}})", u"hf_model_name"_s);
    openClip("average pooling", R"({"model_cfg":{"embed_dim":512,"vision_cfg":{"pool_type":"avg"}}})",
             u"pool_type"_s);
    openClip("heads that do not divide", R"({"model_cfg":{"embed_dim":512,"vision_cfg":{"head_width":80}}})",
             u"head_width"_s);
    openClip("quick_gelu as a number", R"({"model_cfg":{"embed_dim":512,"quick_gelu":1}})", u"quick_gelu"_s);
    openClip("an unequal pair", R"({"model_cfg":{"embed_dim":512,"vision_cfg":{"image_size":[224,336]}}})",
             u"image_size"_s);
}

void ClipConfigTest::aBadConfigIsAnErrorThatNamesTheKey()
{
    QFETCH(int, layout);
    QFETCH(QByteArray, json);
    QFETCH(QString, says);
    const auto config = load(Layout(layout), json);
    QVERIFY(!config);
    QCOMPARE(config.error().code, ErrorCode::ModelLoadFailed);
    const QString message = config.error().message.english();
    QVERIFY2(message.contains(says) && message.contains(u"config.json"_s), qPrintable(message));
}

MODELDECK_TEST(ClipConfigTest)
#include "clip_config_test.moc"
