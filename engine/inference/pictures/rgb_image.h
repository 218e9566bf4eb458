// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <vector>

namespace modeldeck::inference {

// A picture as rows of 8-bit RGB from top to bottom. Black until somebody writes it, so that what a decoder
// leaves out is defined.
class RgbImage
{
public:
    // Throws std::bad_alloc.
    explicit RgbImage(QSize size)
        : m_size(size), m_pixels(3 * std::size_t(size.width()) * std::size_t(size.height()))
    {
    }
    QSize size() const { return m_size; }
    int width() const { return m_size.width(); }
    int height() const { return m_size.height(); }
    // 3 * width() bytes.
    quint8 *row(int y) { return m_pixels.data() + offset(y); }
    const quint8 *row(int y) const { return m_pixels.data() + offset(y); }

private:
    std::size_t offset(int y) const { return 3 * std::size_t(m_size.width()) * std::size_t(y); }

    QSize m_size;
    std::vector<quint8> m_pixels;
};

} // namespace modeldeck::inference
