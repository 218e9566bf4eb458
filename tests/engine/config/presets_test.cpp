// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/presets.h"

#include "engine/config/settings_table.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace Qt::StringLiterals;

class PresetsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theDefaultsAreBalanced()
    {
        QCOMPARE(presets().size(), 3U);
        QCOMPARE(presetInForce(Settings())->name, u"balanced"_s);
    }

    void eachIsValidSetsTheSameKeysAndIsRecognised()
    {
        SettingsStore store;
        for (const Preset &preset : presets()) {
            QCOMPARE(preset.settings.keys(), presets()[0].settings.keys());
            const auto changed = store.change(preset.settings);
            QVERIFY2(changed, qPrintable(preset.name));
            QCOMPARE(presetInForce(store.settings()), &preset);
            QVERIFY(!preset.title.isEmpty() && !preset.description.isEmpty());
        }
        QVERIFY(store.change({{u"max_loaded_models"_s, 7}}));
        QVERIFY(!presetInForce(store.settings()));
    }

    void theyFollowTheSpecificationsTuning()
    {
        const QString threshold = settingName(MemoryPressureThreshold);
        const QString timeout = settingName(VisionEmbeddingRamTimeout);
        const QVariantMap saver = presets()[0].settings, balanced = presets()[1].settings,
                          ready = presets()[2].settings;
        // Small machines 70 to 80 %, large ones 85 to 90 %; RAM from 15 minutes upwards.
        QVERIFY(saver[threshold].toDouble() >= 0.7 &&
                saver[threshold].toDouble() < balanced[threshold].toDouble());
        QVERIFY(ready[threshold].toDouble() >= 0.85 && ready[threshold].toDouble() <= 0.9);
        QVERIFY(saver[timeout].toInt() >= 15 * 60 && saver[timeout].toInt() < balanced[timeout].toInt());
        QCOMPARE(ready[timeout].toInt(), 0); // never
    }
};

MODELDECK_TEST(PresetsTest)
#include "presets_test.moc"
