// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/html_entities.h"

#include <QFile>
#include <algorithm>
#include <charconv>
#include <string>
#include <unordered_map>

// Outside the namespace, as the macro demands: a static library's resources are not initialised by
// themselves.
static void initialiseResources()
{
    Q_INIT_RESOURCE(html_entities);
}

namespace modeldeck::inference {

namespace {

// "3c+338" is two code points.
std::u32string codePoints(std::string_view text)
{
    std::u32string result;
    while (!text.empty()) {
        const std::string_view number = text.substr(0, text.find('+'));
        unsigned value = 0;
        std::from_chars(number.data(), number.data() + number.size(), value, 16);
        result.push_back(value);
        text.remove_prefix(std::min(number.size() + 1, text.size()));
    }
    return result;
}

// The resource is HTML's section "Named character references", one name=code points in hexadecimal a line. A
// name with an exclamation mark counts without its semicolon, too.
std::unordered_map<std::string, std::u32string> parseEntities()
{
    QFile file(QStringLiteral(":/modeldeck/html_entities.txt"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the table of HTML's character references is not in this program");
    const QByteArray text = file.readAll();
    std::unordered_map<std::string, std::u32string> table;
    std::string_view rest(text.constData(), size_t(text.size()));
    while (!rest.empty()) {
        const std::string_view entry = rest.substr(0, rest.find('\n'));
        const size_t equals = entry.find('=');
        std::string name(entry.substr(0, equals));
        const std::u32string characters = codePoints(entry.substr(equals + 1));
        if (name.ends_with('!')) {
            name.pop_back();
            table.emplace(name, characters);
        }
        table.emplace(name + ';', characters);
        rest.remove_prefix(entry.size() + 1);
    }
    return table;
}

} // namespace

std::optional<std::u32string> htmlEntity(std::string_view name)
{
    initialiseResources();
    static const std::unordered_map<std::string, std::u32string> table = parseEntities();
    const auto it = table.find(std::string(name));
    return it == table.end() ? std::nullopt : std::optional(it->second);
}

} // namespace modeldeck::inference
