// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QVariant>
#include <algorithm>
#include <cmath>
#include <cstdio>

namespace modeldeck::bench {

namespace {

QString cell(const QVariant &value)
{
    if (value.typeId() != QMetaType::Double)
        return value.toString();
    const double number = value.toDouble();
    return std::abs(number) >= 100 ? QString::number(number, 'f', 0) : QString::number(number, 'g', 3);
}

} // namespace

Report::~Report()
{
    if (m_json)
        std::puts(QJsonDocument(m_all).toJson().constData());
}

void Report::table(const QString &name, const QStringList &columns,
                   const std::vector<std::vector<QVariant>> &rows)
{
    if (m_json) {
        QJsonArray all;
        for (const auto &row : rows) {
            QJsonObject object;
            for (qsizetype i = 0; i < columns.size(); ++i)
                object[columns[i]] = QJsonValue::fromVariant(row[std::size_t(i)]);
            all.append(object);
        }
        m_all[name] = all;
        return;
    }
    std::vector<qsizetype> widths;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        qsizetype width = columns[i].size();
        for (const auto &row : rows)
            width = std::max(width, cell(row[std::size_t(i)]).size());
        widths.push_back(width);
    }
    const auto line = [&](auto &&text) {
        QString out;
        for (qsizetype i = 0; i < columns.size(); ++i)
            out += text(i).leftJustified(widths[std::size_t(i)] + 2);
        std::puts(qPrintable(out.trimmed()));
    };
    std::printf("\n%s\n", qPrintable(name));
    line([&](qsizetype i) { return columns[i]; });
    for (const auto &row : rows)
        line([&](qsizetype i) { return cell(row[std::size_t(i)]); });
    std::fflush(stdout);
}

double percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    return values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

double median(std::vector<double> values)
{
    return percentile(std::move(values), 0.5);
}

} // namespace modeldeck::bench
