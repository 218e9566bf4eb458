// SPDX-License-Identifier: GPL-3.0-or-later
// The settings file, and every setting given as the same text: what is accepted can be shown, saved
// and read again.
#include "engine/config/settings_table.h"
#include "tests/fuzz/fuzz.h"

using namespace modeldeck;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const fuzz::Folder folder;
    const auto inputs = fuzz::parts(fuzz::bytesOf(data, size), 2);
    folder.write("config.json", inputs[0]);
    const SettingsStore::Sources sources{folder.filePath("config.json"), {}, {}, {}};
    if (auto store = SettingsStore::load(sources)) {
        const std::vector<SettingRow> rows = store->rows();
        require(rows.size() == settingsTable().size(), "every setting has a row");
        QVariantMap all;
        for (const SettingRow &row : rows)
            all.insert(row.name, row.value);
        const auto saved = store->change(all);
        require(saved.has_value(), "settings in force can be saved");
        const auto again = SettingsStore::load(sources);
        require(again.has_value(), "saved settings can be read");
        for (std::size_t i = 0; i < rows.size(); ++i)
            require(again->settings().value(Key(int(i))) == store->settings().value(Key(int(i))),
                    "a setting is read as it was saved");
    }
    const QString text = QString::fromUtf8(inputs[1]);
    for (const SettingRow &row : SettingsStore().rows()) {
        const auto value = settingFromText(row.name, text);
        require(value || !value.error().message.isEmpty(), "an error says what is wrong");
    }
    return 0;
}
