// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/text.h"

#include <QLocale>
#include <cstring>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

struct InEnglish
{
    QString operator()(const QString &words) const { return words; }
    QString operator()(qint64 number) const { return QString::number(number); }
    QString operator()(TextArgument::Decimal number) const
    {
        return QString::number(number.value, 'f', number.decimals);
    }
    QString operator()(std::chrono::nanoseconds time) const
    {
        QLocale plain = QLocale::c();
        plain.setNumberOptions(QLocale::OmitGroupSeparator);
        return plain.toString(std::chrono::duration<double>(time).count(), 'f',
                              QLocale::FloatingPointShortest) +
               u" s"_s;
    }
    QString operator()(const std::shared_ptr<const Text> &text) const { return text->english(); }
};

} // namespace

TextArgument::TextArgument(Text text) : m_value(std::make_shared<const Text>(std::move(text))) {}

QString TextArgument::english() const
{
    return std::visit(InEnglish(), m_value);
}

bool TextArgument::operator==(const TextArgument &other) const
{
    const auto *text = std::get_if<std::shared_ptr<const Text>>(&m_value);
    const auto *otherText = std::get_if<std::shared_ptr<const Text>>(&other.m_value);
    return text && otherText ? **text == **otherText : m_value == other.m_value;
}

QString Text::english() const
{
    QString sentence = QString::fromUtf8(source);
    if (sentence.contains(u"%n"_s)) {
        const bool one = !arguments.isEmpty() && arguments.first() == TextArgument(1);
        sentence.replace(u"(s)"_s, one ? QString() : u"s"_s).replace(u"%n"_s, u"%1"_s);
    }
    return fill(sentence, &TextArgument::english);
}

// One pass, so that an argument that contains %1 stays as it is.
QString Text::fill(const QString &translated, const std::function<QString(const TextArgument &)> &write) const
{
    QString out;
    out.reserve(translated.size());
    for (qsizetype i = 0; i < translated.size(); ++i) {
        const QChar next = i + 1 < translated.size() ? translated[i + 1] : QChar();
        const int place = next.isDigit() ? next.digitValue() - 1 : -1;
        if (translated[i] == u'%' && place >= 0 && place < arguments.size()) {
            out += write(arguments[place]);
            ++i;
        } else {
            out += translated[i];
        }
    }
    return out;
}

bool Text::operator==(const Text &other) const
{
    return std::strcmp(source, other.source) == 0 && arguments == other.arguments;
}

} // namespace modeldeck
