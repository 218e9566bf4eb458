// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/rest/attack_corpus.h"

namespace modeldeck::test {

// Runs the attacks on a port of loopback, all at once. What went wrong: an attack that is neither answered
// nor closed, or an answer that is no HTTP or a 500; empty if nothing did.
QByteArray attack(quint16 port, const std::vector<Attack> &attacks);

} // namespace modeldeck::test
