// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/unload_policy.h"

#include <functional>

namespace modeldeck {

// Chooses the models that go, one after the other, and names those that stay. The policies say which models
// may go, in which order, and why the others stay. Of ten thousand models only a few are asked for, so the
// order is a heap and not a sorted list.
class UnloadChooser
{
public:
    // The lowest rank goes first; among equals the lowest id.
    struct Rank
    {
        bool protectedMost = false; // a pinned model, or the one that a switch is to keep
        bool protectedNext = false; // a busy model, or one that was just loaded
        double worth = 0;
        auto operator<=>(const Rank &) const = default;
    };
    // `rank`: no value for a model that may not go.
    UnloadChooser(const std::vector<ResidentModel> &models,
                  const std::function<std::optional<Rank>(const ResidentModel &)> &rank);

    const ResidentModel *next(); // null: no more

private:
    struct Choice
    {
        Rank rank;
        const ResidentModel *model;
    };
    static bool goesLater(const Choice &a, const Choice &b);

    std::vector<Choice> m_heap;
};

// For policies by which the model that was idle longest goes first.
UnloadChooser::Rank leastRecentlyUsed(const ResidentModel &model, bool protectedMost, bool protectedNext);

// Fills the candidates of the actions from the `first` on: the models that no action names, and why they
// stay.
void nameCandidates(std::vector<UnloadAction> &actions, std::size_t first,
                    const std::vector<ResidentModel> &models,
                    const std::function<Text(const ResidentModel &)> &whyItStays);

} // namespace modeldeck
