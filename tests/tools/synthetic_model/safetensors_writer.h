// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model_tensors.h"

#include <tl/expected.hpp>

namespace modeldeck::synthetic {

enum class DType { F32, F16, BF16 };

// Writes the tensors as one safetensors file, generating values as it goes: memory stays at a few megabytes.
// The file appears under its name only when it is whole. `prefix` and `seed` decide the values.
// The error is a sentence for a person.
tl::expected<void, QString> writeSafetensors(const QString &path, const std::vector<Tensor> &tensors,
                                             DType dtype, const QByteArray &prefix, quint64 seed);

} // namespace modeldeck::synthetic
