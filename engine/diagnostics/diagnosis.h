// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/text.h"

#include <QString>
#include <vector>

namespace modeldeck {

// Why a model is still loaded, or does not load, and what to do about it.
struct Diagnosis
{
    QString modelId; // empty: concerns the program as a whole
    Text why;
    Text advice;
};

// The result of checking a model's files.
struct Verification
{
    QString modelId;
    bool sound = false;
    int filesChecked = 0;
    int hashesChecked = 0; // files whose SHA-256 is known and was compared
    std::vector<Text> problems;
};

} // namespace modeldeck
