// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>

namespace modeldeck::bench {

// GFLOP/s of libtorch's linear on this machine, on all its processors, asked of modeldeck-bench-linear:
// [rows, in] → [rows, out]. In float32 the better of OpenBLAS and oneDNN.
class Yardstick
{
public:
    Yardstick();
    ~Yardstick();
    double linearGflops(const QString &dtype, int rows, int in, int out);

private:
    QProcess m_process;
};

} // namespace modeldeck::bench
