// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QByteArray>
#include <QString>
#include <array>
#include <chrono>
#include <map>
#include <tuple>

// What the server counts of itself, for /metrics. Used by the REST thread alone.
namespace modeldeck::api {

// Times sorted into buckets, as Prometheus takes them.
class Histogram
{
public:
    // Upper bounds in seconds; the last bucket, without a bound, is beside them.
    static constexpr std::array bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                       0.5,   1.0,    2.5,   5.0,  10.0,  30.0, 60.0};

    void add(std::chrono::nanoseconds time);
    quint64 count() const { return m_count; }
    double sum() const { return m_sum; } // seconds
    // How many took at most bounds[bucket].
    quint64 atMost(std::size_t bucket) const;

private:
    std::array<quint64, bounds.size()> m_buckets{};
    quint64 m_count = 0;
    double m_sum = 0;
};

struct Meters
{
    struct Answered // labels of a finished request
    {
        QByteArray method;
        QByteArray route; // the pattern of the path, so that there are not more than routes
        int status = 0;
        bool operator<(const Answered &other) const
        {
            return std::tie(route, method, status) < std::tie(other.route, other.method, other.status);
        }
    };
    std::map<Answered, quint64> requests;
    std::map<QByteArray, Histogram> requestTimes; // by route
    std::map<QString, Histogram> embedTimes;      // by model; successful calls
    std::map<ErrorCode, quint64> refusals;        // before there was a request

    void answered(const Answered &request, std::chrono::nanoseconds time);
};

} // namespace modeldeck::api
