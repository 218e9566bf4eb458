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

// Reads the fields of a JSON object or a CBOR map from somebody else, checking types and bounds. A getter
// returns nothing for a field that is absent, null or wrong. error() keeps the first wrong field.
class Fields
{
public:
    using Key = QAnyStringView;
    struct Rules
    {
        bool required = false; // every field that is read must exist
        bool quoted = false;   // sentences write "name" rather than name
    };

    explicit Fields(const QJsonObject &object, Rules rules);
    explicit Fields(const QJsonObject &object) : Fields(object, Rules()) {}
    Fields(const QCborMap &map, Rules rules) : m_map(map), m_rules(rules) {}

    std::optional<QString> string(Key key);
    std::optional<bool> flag(Key key);
    // A whole number. JSON has only one kind of number, so 3.0 is accepted.
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
    // The object in a field; empty if it is absent or wrong. Its fields are named "key.name", and its errors
    // are kept here.
    Fields object(Key key);

    // Undefined if the field is absent or null.
    QCborValue value(Key key) const;
    QStringList keys() const;

    // Marks a field as wrong. %1 in the sentence is its name.
    template <TextValue... Values>
    void refuse(Key key, const char *sentence, Values &&...values)
    {
        fail(Error(ErrorCode::InvalidRequest, sentence, shown(key), std::forward<Values>(values)...)
                 .ofParameter(m_prefix + key.toString()));
    }
    void fail(Error error);
    const std::optional<Error> &error() const { return *m_error; }

private:
    // Whether there is a value. If not, the field is wrong unless it may be absent.
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
    QString m_prefix; // of the names of fields
    std::shared_ptr<std::optional<Error>> m_error = std::make_shared<std::optional<Error>>();
};

} // namespace modeldeck
