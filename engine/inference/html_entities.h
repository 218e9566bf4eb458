// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace modeldeck::inference {

// What a named character reference of HTML 5 stands for. `name` is without its ampersand and, where the
// standard asks for one, with its semicolon: "amp", "amp;", "hellip;".
std::optional<std::u32string> htmlEntity(std::string_view name);

} // namespace modeldeck::inference
