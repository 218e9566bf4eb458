// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/embed/lifted_json.h"

#include <QRandomGenerator>
#include <algorithm>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longString = 4096;

// The index of the quote that ends the string whose content begins at `from`; -1 if there is none.
qsizetype endOfString(QByteArrayView json, qsizetype from)
{
    qsizetype quote = json.indexOf('"', from);
    while (quote > from) {
        qsizetype slashes = 0;
        while (quote - slashes > from && json[quote - slashes - 1] == '\\')
            ++slashes;
        if (slashes % 2 == 0)
            break;
        quote = json.indexOf('"', quote + 1);
    }
    return quote;
}

// What stands in JSON as itself. (Counting, not searching: that is done many bytes at a time.)
bool isPlain(QByteArrayView text)
{
    qsizetype odd = 0;
    for (const char c : text)
        odd += c < ' ' || c > '~' || c == '\\';
    return odd == 0;
}

} // namespace

LiftedJson::LiftedJson(const QByteArray &json)
{
    if (json.size() <= longString) {
        m_json = json;
        return;
    }
    m_mark = u"lifted-%1-"_s.arg(QRandomGenerator::system()->generate64(), 16, 16, QChar(u'0'));
    qsizetype copied = 0;
    qsizetype open = json.indexOf('"');
    while (open >= 0) {
        const qsizetype close = endOfString(json, open + 1);
        if (close < 0)
            break;
        const QByteArrayView text = QByteArrayView(json).sliced(open + 1, close - open - 1);
        if (text.size() > longString && isPlain(text)) {
            m_json += QByteArrayView(json).sliced(copied, open + 1 - copied);
            m_json += m_mark.toLatin1() + QByteArray::number(m_strings.size());
            m_strings.append(text);
            copied = close;
        }
        open = json.indexOf('"', close + 1);
    }
    m_json += QByteArrayView(json).sliced(copied);
}

QByteArray LiftedJson::utf8(const QString &value) const
{
    if (m_strings.isEmpty() || !value.startsWith(m_mark))
        return value.toUtf8();
    const QByteArrayView text = m_strings.value(QStringView(value).sliced(m_mark.size()).toLongLong());
    return QByteArray::fromRawData(text.data(), text.size());
}

} // namespace modeldeck::api
