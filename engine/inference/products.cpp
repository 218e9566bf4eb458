// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/products.h"

#include "engine/inference/clip_model.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <cstdlib>
#include <dlfcn.h>
#include <new>
#include <vector>

#ifndef INTRA_OP_PARALLEL
#error "at::parallel_for would use one thread: compile with OpenMP"
#endif

namespace modeldeck::inference {

namespace {

// From so many rows on, a product is fastest as a 1×1 convolution, which oneDNN computes from
// plain, mapped weights.
constexpr int64_t convolutionRows = 512;
constexpr int64_t leastColumns = 64; // that are worth a thread

constexpr std::size_t blasBuffer = std::size_t(128) << 20;
constexpr std::size_t threadStack = std::size_t(8) << 20;

// [rows, in] as an image of one row, channels last: the same memory.
at::Tensor asImage(const at::Tensor &x)
{
    const int64_t rows = x.size(0), channels = x.size(1);
    return x.as_strided({1, channels, 1, rows}, {rows * channels, 1, rows * channels, channels});
}

at::Tensor convolution(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias)
{
    const int64_t in = weight.size(1), out = weight.size(0);
    const at::Tensor y =
        at::mkldnn_convolution(asImage(x), weight.view({out, in, 1, 1}), bias, {0, 0}, {1, 1}, {1, 1}, 1);
    return y.permute({0, 2, 3, 1}).reshape({x.size(0), out});
}

bool convolutionIsFaster(const at::Tensor &x)
{
    return x.is_cpu() && x.size(0) >= convolutionRows && at::globalContext().hasMKLDNN() &&
           (x.scalar_type() == at::kFloat || cpuMultipliesBFloat16());
}

bool isForBlas(const at::Tensor &x)
{
    return x.is_cpu() && x.scalar_type() == at::kFloat;
}

// Each thread computes some of the columns, by a BLAS that uses none of its own.
at::Tensor byColumns(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias)
{
    const int64_t out = weight.size(0);
    at::Tensor y = at::empty({x.size(0), out}, x.options());
    at::parallel_for(0, out, leastColumns, [&](int64_t begin, int64_t end) {
        const c10::InferenceMode inference; // each thread has its own
        at::Tensor columns = y.narrow(1, begin, end - begin);
        const at::Tensor part = weight.narrow(0, begin, end - begin).t();
        if (bias.defined())
            at::addmm_out(columns, bias.narrow(0, begin, end - begin), x, part);
        else
            at::mm_out(columns, x, part);
    });
    return y;
}

} // namespace

void keepBlasToOneThread()
{
    if (void *set = ::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))
        reinterpret_cast<void (*)(int)>(set)(1);
}

void takeProductBuffers(at::ScalarType type)
{
    const int threads = at::get_num_threads();
    const std::size_t each = threadStack + (type == at::kFloat ? blasBuffer : 0);
    void *room = std::malloc(each * std::size_t(threads));
    if (!room)
        throw std::bad_alloc();
    std::free(room);
    at::parallel_for(0, threads, 1, [](int64_t, int64_t) {}); // starts them
    if (type != at::kFloat)
        return; // no product for BLAS
    const auto take = reinterpret_cast<void *(*)(int)>(::dlsym(RTLD_DEFAULT, "blas_memory_alloc"));
    const auto giveBack = reinterpret_cast<void (*)(void *)>(::dlsym(RTLD_DEFAULT, "blas_memory_free"));
    if (!take || !giveBack)
        return;                                                     // another BLAS
    std::vector<void *> buffers(static_cast<std::size_t>(threads)); // held together, so that each is another
    for (void *&buffer : buffers)
        buffer = take(0);
    for (void *buffer : buffers)
        giveBack(buffer);
}

at::Tensor linear(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias)
{
    if (convolutionIsFaster(x))
        return convolution(x, weight, bias);
    return isForBlas(x) ? byColumns(x, weight, bias) : at::linear(x, weight, bias);
}

at::Tensor batched(const at::Tensor &a, const at::Tensor &b, double scale)
{
    const at::Tensor nothing = at::empty({1}, a.options());
    if (!isForBlas(a))
        return at::baddbmm(nothing, a, b, 0, scale);
    at::Tensor y = at::empty({a.size(0), a.size(1), b.size(2)}, a.options());
    at::parallel_for(0, a.size(0), 1, [&](int64_t begin, int64_t end) {
        const c10::InferenceMode inference;
        at::Tensor part = y.narrow(0, begin, end - begin);
        at::baddbmm_out(part, nothing, a.narrow(0, begin, end - begin), b.narrow(0, begin, end - begin), 0,
                        scale);
    });
    return y;
}

} // namespace modeldeck::inference
