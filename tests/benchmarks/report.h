// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QStringList>
#include <vector>

namespace modeldeck::bench {

// A table that is printed as text for people, or all of them together as one JSON object. It asserts nothing.
class Report
{
public:
    explicit Report(bool json) : m_json(json) {}
    ~Report(); // prints the JSON

    // Numbers are shown with three digits, those from 100 on whole; every row has a value for every column.
    void table(const QString &name, const QStringList &columns,
               const std::vector<std::vector<QVariant>> &rows);

private:
    bool m_json;
    QJsonObject m_all;
};

double median(std::vector<double> values);
double percentile(std::vector<double> values, double share);

} // namespace modeldeck::bench
