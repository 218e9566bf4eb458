// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/tensor_loader.h"

#include <cstring>

namespace modeldeck::inference {

namespace {

at::ScalarType scalarType(TensorType type)
{
    switch (type) {
    case TensorType::F16:
        return at::kHalf;
    case TensorType::BF16:
        return at::kBFloat16;
    case TensorType::F32:
        break;
    }
    return at::kFloat;
}

// A tensor on the mapping, which it keeps alive.
at::Tensor mapped(const MappedTensor &stored, const Shape &shape)
{
    const auto type = scalarType(stored.type);
    const std::vector<int64_t> sizes(shape.begin(), shape.end());
    if (quintptr(stored.data) % at::elementSize(type) != 0) {
        at::Tensor copy = at::empty(sizes, type);
        std::memcpy(copy.data_ptr(), stored.data, std::size_t(stored.bytes));
        return copy;
    }
    // from_blob wants a pointer to what could be written; the mapping is read-only, and nothing
    // here writes weights.
    return at::from_blob(
        const_cast<std::byte *>(stored.data), sizes, [file = stored.file](void *) {}, type);
}

} // namespace

at::Tensor TensorLoader::take(const NamedTensor &tensor, std::optional<at::ScalarType> type)
{
    const auto stored = m_weights.tensor(tensor.name, tensor.shape);
    if (!stored)
        throw LoadRefused(stored.error());
    const at::Tensor source = mapped(*stored, tensor.shape);
    m_parameters += source.numel();
    const at::Tensor result = source.to(m_device, type.value_or(source.scalar_type()));
    if (!result.is_alias_of(source))
        stored->file->release(stored->data, stored->bytes);
    return result;
}

} // namespace modeldeck::inference
