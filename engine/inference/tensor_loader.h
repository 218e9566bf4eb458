// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/mapped_weights.h"
#include "engine/model_files/clip_tensors.h"

#include <ATen/ATen.h>
#include <exception>

namespace modeldeck::inference {

// Carries an error out of nested loading, up to ClipModel::load.
struct LoadRefused : std::exception
{
    explicit LoadRefused(Error e) : error(std::move(e)) {}
    Error error;
};

// Makes tensors of what lies in the files: on the mapping where type and device fit, else a copy, after which
// the file's pages are given back. Throws LoadRefused.
class TensorLoader
{
public:
    TensorLoader(const MappedWeights &weights, at::Device device, at::ScalarType computeType)
        : m_weights(weights), m_device(device), m_computeType(computeType)
    {
    }

    // What is multiplied with: in the computed type.
    at::Tensor matrix(const NamedTensor &tensor) { return take(tensor, m_computeType); }
    // What is added, scaled with or multiplied with just once: float32.
    at::Tensor exact(const NamedTensor &tensor) { return take(tensor, at::kFloat); }
    // What is looked up row by row: as it is in the file, so that on the CPU nothing is read before its use.
    at::Tensor table(const NamedTensor &tensor) { return take(tensor, std::nullopt); }

    qint64 parameters() const { return m_parameters; }

private:
    at::Tensor take(const NamedTensor &tensor, std::optional<at::ScalarType> type);

    const MappedWeights &m_weights;
    at::Device m_device;
    at::ScalarType m_computeType;
    qint64 m_parameters = 0;
};

} // namespace modeldeck::inference
