// SPDX-License-Identifier: GPL-3.0-or-later
// modeldeck-bench-linear: the yardstick, what libtorch itself reaches in the largest part of the work. Reads
// lines "DTYPE ROWS IN OUT" from its standard input and answers each with GFLOP/s. A program of its own, so
// that libtorch is not part of what modeldeck-bench measures of itself.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

template <class Product>
double medianSeconds(Product product)
{
    product();
    std::vector<double> seconds;
    const auto begin = Clock::now();
    while (seconds.size() < 5 || since(begin) < 0.4) {
        const auto start = Clock::now();
        product();
        seconds.push_back(since(start));
    }
    std::ranges::sort(seconds);
    return seconds[seconds.size() / 2];
}

// In float32 the better of OpenBLAS, which at::linear asks, and oneDNN.
double secondsOf(bool bfloat16, int rows, int in, int out)
{
    const auto type = bfloat16 ? at::kBFloat16 : at::kFloat;
    const at::Tensor x = at::randn({rows, in}).to(type), w = at::randn({out, in}).to(type),
                     b = at::randn({out}).to(type);
    const double usual = medianSeconds([&] { return at::linear(x, w, b); });
    if (bfloat16)
        return usual;
    const at::Tensor mx = x.to_mkldnn(), mw = w.to_mkldnn(), mb = b.to_mkldnn();
    return std::min(usual, medianSeconds([&] { return at::mkldnn_linear(mx, mw, mb); }));
}

} // namespace

int main()
{
    const c10::InferenceMode mode;
    at::set_num_threads(int(std::thread::hardware_concurrency()));
    std::string type;
    int rows = 0, in = 0, out = 0;
    while (std::cin >> type >> rows >> in >> out)
        std::cout << 2e-9 * rows * in * out / secondsOf(type == "bfloat16", rows, in, out) << std::endl;
}
