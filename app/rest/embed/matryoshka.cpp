// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/embed/matryoshka.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace modeldeck::api {

bool allowsTruncation(const QString &modelId)
{
    constexpr std::array families{"mxbai-embed-large", "snowflake-arctic-embed2", "qwen3-embedding",
                                  "embeddinggemma"};
    const QString name = modelId.section(u'/', -1).section(u':', 0, 0);
    return std::ranges::any_of(families,
                               [&](const char *family) { return name == QLatin1StringView(family); });
}

Embeddings truncated(const Embeddings &embeddings, int dimensions, bool normalize)
{
    Embeddings out = embeddings;
    out.dimension = dimensions;
    out.values.clear();
    const auto own = std::size_t(embeddings.dimension);
    for (std::size_t row = 0; row < embeddings.values.size(); row += own) {
        const auto begin = embeddings.values.begin() + std::ptrdiff_t(row);
        const float squares = std::inner_product(begin, begin + dimensions, begin, 0.0F);
        const float scale = normalize && squares > 0 ? 1 / std::sqrt(squares) : 1;
        std::transform(begin, begin + dimensions, std::back_inserter(out.values),
                       [scale](float value) { return value * scale; });
    }
    return out;
}

} // namespace modeldeck::api
