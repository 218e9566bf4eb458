// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"
#include "installer/manuals/man_pages.h"

namespace modeldeck::manuals {

// What a program takes, in the order of its help.
std::vector<OptionLine> optionsOf(const QString &program);
// For bash ("modeldeckd"), zsh ("_modeldeckd") and fish ("modeldeckd.fish").
std::vector<Output> completions(const QString &program);

} // namespace modeldeck::manuals
