// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/api/meters.h"

#include <initializer_list>
#include <utility>

namespace modeldeck::api {

// Writes the text format of Prometheus (version 0.0.4): a metric's head, then its samples.
class PrometheusText
{
public:
    using Labels = std::initializer_list<std::pair<const char *, QString>>;

    void gauge(const char *name, const char *help) { head(name, help, "gauge"); }
    void counter(const char *name, const char *help) { head(name, help, "counter"); }
    void histogram(const char *name, const char *help) { head(name, help, "histogram"); }
    // Of the metric whose head came last.
    void sample(double value, Labels labels = {});
    void sample(const Histogram &histogram, Labels labels);

    const QByteArray &text() const { return m_text; }

private:
    void head(const char *name, const char *help, const char *type);
    void line(const char *suffix, double value, Labels labels, const QByteArray &bound = {});

    QByteArray m_text;
    QByteArray m_name;
};

} // namespace modeldeck::api
