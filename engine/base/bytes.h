// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <compare>

namespace modeldeck {

// A number of bytes. Megabytes appear only at the JSON border and on screen.
struct Bytes
{
    qint64 value = 0;

    constexpr auto operator<=>(const Bytes &) const = default; // NOLINT(modernize-use-nullptr): no pointer
    constexpr Bytes &operator+=(Bytes other)
    {
        value += other.value;
        return *this;
    }
    constexpr Bytes &operator-=(Bytes other)
    {
        value -= other.value;
        return *this;
    }
    friend constexpr Bytes operator+(Bytes a, Bytes b) { return {a.value + b.value}; }
    friend constexpr Bytes operator-(Bytes a, Bytes b) { return {a.value - b.value}; }
    friend constexpr Bytes operator*(qint64 n, Bytes b) { return {n * b.value}; }
    constexpr double mebibytes() const { return double(value) / (1024.0 * 1024.0); }
    static constexpr Bytes fromKibibytes(qint64 n) { return {n * 1024}; }
    static constexpr Bytes fromMebibytes(qint64 n) { return {n * 1024 * 1024}; }
};

} // namespace modeldeck
