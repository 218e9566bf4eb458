// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QCborArray>
#include <QCborMap>
#include <QJsonObject>
#include <QStringList>
#include <concepts>
#include <initializer_list>
#include <memory>
#include <optional>

namespace modeldeck {

// Reads the fields of a JSON object or a CBOR map that somebody else wrote: each of its type and within its
// bounds. A getter returns nothing for a field that is absent, null or wrong. The first wrong field is kept
// until the end, as error().
class Fields
{
public:
    using Key = QAnyStringView;
    struct Rules
    {
        bool required = false; // every field that is read must be there
        bool quoted = false;   // sentences write "name" rather than name
    };

    explicit Fields(const QJsonObject &object, Rules rules);
    explicit Fields(const QJsonObject &object) : Fields(object, Rules()) {}
    Fields(const QCborMap &map, Rules rules) : m_map(map), m_rules(rules) {}

    std::optional<QString> string(Key key);
    std::optional<bool> flag(Key key);
    // Whole; JSON, which has one kind of number, may write it as 3.0.
    template <std::integral Int>
    std::optional<Int> integer(Key key, std::type_identity_t<Int> least, Int most)
    {
        const auto whole = wholeNumber(key, qint64(least), qint64(most));
        return whole ? std::optional(Int(*whole)) : std::nullopt;
    }
    std::optional<double> number(Key key, double least, double most);
    std::optional<QCborArray> array(Key key);
    template <class T>
    std::optional<T> choice(Key key, std::initializer_list<std::pair<const char *, T>> choices)
    {
        const auto given = string(key);
        QStringList names;
        for (const auto &[name, value] : choices) {
            if (given == QLatin1StringView(name))
                return value;
            names << u'"' + QString::fromLatin1(name) + u'"';
        }
        if (given)
            refuse(key, MD_TEXT("%1 must be %2"), names.join(QStringLiteral(" or ")));
        return std::nullopt;
    }
    // The object within; empty where it is absent or wrong. Its fields are named "key.name", and its errors
    // are kept here.
    Fields object(Key key);

    // Undefined where it is absent or null.
    QCborValue value(Key key) const;
    QStringList keys() const;

    // A field is wrong: %1 of the sentence is its name.
    template <TextValue... Values>
    void refuse(Key key, const char *sentence, Values &&...values)
    {
        fail(Error(ErrorCode::InvalidRequest, sentence, shown(key), std::forward<Values>(values)...)
                 .ofParameter(m_prefix + key.toString()));
    }
    void fail(Error error);
    const std::optional<Error> &error() const { return *m_error; }

private:
    // Whether there is something to take. Otherwise it is wrong, unless it may be absent.
    template <TextValue... Values>
    bool fits(bool isRight, Key key, const char *sentence, Values &&...values)
    {
        if (!isRight && (m_rules.required || !value(key).isUndefined()))
            refuse(key, sentence, std::forward<Values>(values)...);
        return isRight;
    }
    std::optional<qint64> wholeNumber(Key key, qint64 least, qint64 most);
    QString shown(Key key) const;

    QCborMap m_map;
    Rules m_rules;
    bool m_json = false;
    QString m_prefix; // of the names
    std::shared_ptr<std::optional<Error>> m_error = std::make_shared<std::optional<Error>>();
};

} // namespace modeldeck
