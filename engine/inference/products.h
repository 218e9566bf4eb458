// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

// The products of a transformer, each by what computes it fastest on the CPU, in libtorch's threads alone; on
// a device, libtorch's own.
namespace modeldeck::inference {

// BLAS libraries with threads of their own would compete with libtorch's. Once, before the first product.
void keepBlasToOneThread();
// Takes now what the threads of a product take when they first meet, 136 MiB of addresses each: where
// OpenBLAS can't have its share it asks for it for ever, and OpenMP ends the process. Throws std::bad_alloc.
// `type`: of the products.
void takeProductBuffers(at::ScalarType type);

// [rows, in] times [out, in], transposed, plus [out] (or undefined) → [rows, out]
at::Tensor linear(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias);

// scale · [n, rows, in] · [n, in, columns] → [n, rows, columns]
at::Tensor batched(const at::Tensor &a, const at::Tensor &b, double scale = 1);

} // namespace modeldeck::inference
