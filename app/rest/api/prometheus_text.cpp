// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/prometheus_text.h"

namespace modeldeck::api {

namespace {

QByteArray number(double value)
{
    return QByteArray::number(value, 'g', 17);
}

QByteArray escaped(const QString &value)
{
    return value.toUtf8().replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
}

} // namespace

void PrometheusText::head(const char *name, const char *help, const char *type)
{
    m_name = name;
    m_text += "# HELP " + m_name + ' ' + help + "\n# TYPE " + m_name + ' ' + type + '\n';
}

void PrometheusText::line(const char *suffix, double value, Labels labels, const QByteArray &bound)
{
    QByteArray inner;
    for (const auto &[label, text] : labels)
        inner += (inner.isEmpty() ? "" : ",") + QByteArray(label) + "=\"" + escaped(text) + '"';
    if (!bound.isEmpty())
        inner += (inner.isEmpty() ? "" : ",") + QByteArray("le=\"") + bound + '"';
    m_text +=
        m_name + suffix + (inner.isEmpty() ? QByteArray() : '{' + inner + '}') + ' ' + number(value) + '\n';
}

void PrometheusText::sample(double value, Labels labels)
{
    line("", value, labels);
}

void PrometheusText::sample(const Histogram &histogram, Labels labels)
{
    for (std::size_t bucket = 0; bucket < Histogram::bounds.size(); ++bucket)
        line("_bucket", double(histogram.atMost(bucket)), labels,
             QByteArray::number(Histogram::bounds[bucket]));
    line("_bucket", double(histogram.count()), labels, "+Inf");
    line("_sum", histogram.sum(), labels);
    line("_count", double(histogram.count()), labels);
}

} // namespace modeldeck::api
