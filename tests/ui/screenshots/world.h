// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fake_engine.h"

namespace modeldeck::test {

// What the pictures show: a workstation's last minutes, in which all numbers come from the same models. One
// CLIP model is loaded, another goes; a text model in Ollama is in use.
struct World
{
    static constexpr EpochSeconds end = 1'640'961'132.0; // 31 December 2021, 14:32:12 UTC
    static constexpr int length = 150;                   // seconds

    bool gpu = false;
    bool trouble = false; // memory runs short, and Ollama goes away
    bool models = true;   // some are installed
    bool pinned = false;  // the loaded one

    // The world as it was so many seconds before its end, and what happened in that second.
    void show(FakeEngine &engine, int secondsBack) const;
};

} // namespace modeldeck::test
