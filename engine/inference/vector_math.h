// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

// The two functions in which libtorch's CPU code spends five times what the processor needs: at ViT-L-14 in
// bfloat16 its silu and softmax took a quarter of a layer. Computed in float32 whatever the type, accurate to
// a few units in the last place. Undefined numbers stay undefined.
namespace modeldeck::inference {

// The bits of a bfloat16: the upper half of a float32.
enum class BFloat16 : std::uint16_t {};

// h·sigmoid(1.702 h), CLIP's activation, in place.
void quickGelu(std::span<float> values);
void quickGelu(std::span<BFloat16> values);

// Each `length` values become their softmax, in place. `values` are whole rows, none of which
// is all -infinity.
void softmaxRows(std::span<float> values, std::size_t length);
void softmaxRows(std::span<BFloat16> values, std::size_t length);

} // namespace modeldeck::inference
