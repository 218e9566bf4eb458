// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/unload_chooser.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace modeldeck {

namespace {

// More are no help to a person who reads a receipt.
constexpr std::size_t mostCandidates = 16;

} // namespace

UnloadChooser::UnloadChooser(const std::vector<ResidentModel> &models,
                             const std::function<std::optional<Rank>(const ResidentModel &)> &rank)
{
    for (const ResidentModel &model : models) {
        if (const auto its = rank(model))
            m_heap.push_back({*its, &model});
    }
    std::ranges::make_heap(m_heap, goesLater);
}

const ResidentModel *UnloadChooser::next()
{
    if (m_heap.empty())
        return nullptr;
    std::ranges::pop_heap(m_heap, goesLater);
    const ResidentModel *model = m_heap.back().model;
    m_heap.pop_back();
    return model;
}

bool UnloadChooser::goesLater(const Choice &a, const Choice &b)
{
    return std::tie(a.rank, a.model->id) > std::tie(b.rank, b.model->id);
}

UnloadChooser::Rank leastRecentlyUsed(const ResidentModel &model, bool protectedMost, bool protectedNext)
{
    return {protectedMost, protectedNext,
            std::chrono::duration<double>(model.idleSince.time_since_epoch()).count()};
}

void nameCandidates(std::vector<UnloadAction> &actions, std::size_t first,
                    const std::vector<ResidentModel> &models,
                    const std::function<Text(const ResidentModel &)> &whyItStays)
{
    if (actions.size() == first)
        return;
    std::set<QString> going;
    for (const UnloadAction &action : actions)
        going.insert(action.modelId);
    std::vector<ReceiptCandidate> stay;
    for (auto model = models.begin(); model != models.end() && stay.size() < mostCandidates; ++model) {
        if (!going.contains(model->id))
            stay.push_back({model->id, whyItStays(*model)});
    }
    for (auto action = actions.begin() + qsizetype(first); action != actions.end(); ++action)
        action->candidates = stay;
}

} // namespace modeldeck
