// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <chrono>
#include <concepts>
#include <functional>
#include <memory>
#include <variant>

namespace modeldeck {

struct Text;

// The value of a placeholder in a Text. Foreign words (names, paths, another program's message) stay as they
// are. Numbers and times are written as in the reader's language, and a nested Text is translated, too.
class TextArgument
{
public:
    struct Decimal
    {
        double value = 0;
        int decimals = 0; // digits after the point
        bool operator==(const Decimal &) const = default;
    };
    using Value =
        std::variant<QString, qint64, Decimal, std::chrono::nanoseconds, std::shared_ptr<const Text>>;

    TextArgument(QString words) : m_value(std::move(words)) {}
    TextArgument(int number) : m_value(qint64(number)) {}
    TextArgument(qint64 number) : m_value(number) {}
    TextArgument(Decimal number) : m_value(number) {}
    template <class Rep, class Period>
    TextArgument(std::chrono::duration<Rep, Period> time) : m_value(std::chrono::nanoseconds(time))
    {
    }
    TextArgument(Text text);

    const Value &value() const { return m_value; }
    QString english() const; // a time as "600 s"
    bool operator==(const TextArgument &other) const;

private:
    Value m_value;
};

using TextArguments = QList<TextArgument>;

template <class T>
concept TextValue = std::convertible_to<T, TextArgument>;

// A sentence for a person, separate from its arguments: REST and logs write it in English, the window
// translates the source. Mark sources with MD_TEXT, so that lupdate finds them.
struct Text
{
    // A static string with placeholders %1, %2, …; %n stands for a number, which is the first argument.
    const char *source = "";
    TextArguments arguments;

    Text() = default;
    Text(const char *sentence) : source(sentence) {}
    Text(const char *sentence, TextArguments values) : source(sentence), arguments(std::move(values)) {}
    // Text(source, first, second): the values of its placeholders
    template <TextValue... Values>
    Text(const char *sentence, Values &&...values)
        : source(sentence), arguments{TextArgument(std::forward<Values>(values))...}
    {
    }

    // The English sentence.
    QString english() const;
    // `translated` (a translation of `source`) with its placeholders filled in by `write`.
    QString fill(const QString &translated, const std::function<QString(const TextArgument &)> &write) const;
    bool isEmpty() const { return *source == '\0'; }
    bool operator==(const Text &other) const;
};

} // namespace modeldeck

#define MD_TEXT(source) QT_TRANSLATE_NOOP("modeldeck", source)
// With %n, and "(s)" after the noun that it counts.
#define MD_TEXT_N(source) QT_TRANSLATE_N_NOOP("modeldeck", source)
