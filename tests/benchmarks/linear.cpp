// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/bench.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <thread>

// The yardstick: what libtorch itself reaches in the largest part of the work.
namespace modeldeck::bench {

namespace {

template <class Product>
double gflops(int rows, int in, int out, Product product)
{
    const c10::InferenceMode mode;
    at::set_num_threads(int(std::thread::hardware_concurrency()));
    product();
    std::vector<double> seconds;
    const auto begin = Clock::now();
    while (seconds.size() < 5 || since(begin) < 0.5) {
        const auto start = Clock::now();
        product();
        seconds.push_back(since(start));
    }
    return 2e-9 * rows * double(in) * out / median(seconds);
}

} // namespace

double linearGflops(bool bfloat16, int rows, int in, int out)
{
    const auto type = bfloat16 ? at::kBFloat16 : at::kFloat;
    const at::Tensor x = at::randn({rows, in}).to(type), w = at::randn({out, in}).to(type), b = at::randn({out}).to(type);
    return gflops(rows, in, out, [&] { return at::linear(x, w, b); });
}

double onednnLinearGflops(int rows, int in, int out)
{
    const at::Tensor x = at::randn({rows, in}), w = at::randn({out, in}).to_mkldnn(), b = at::randn({out}).to_mkldnn();
    const at::Tensor input = x.to_mkldnn();
    return gflops(rows, in, out, [&] { return at::mkldnn_linear(input, w, b); });
}

} // namespace modeldeck::bench
