// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <vector>

// What a hostile or broken client sends.
namespace modeldeck::test {

struct Attack
{
    enum class How {
        AtOnce,     // and waits for the answer
        ByteByByte, // slowly, and never all of it if the server does not wait
        Endless,    // the last line again and again
        AndLeave,   // resets the connection at once
    };
    QByteArray name;
    QByteArray bytes;
    How how = How::AtOnce;
    int answers = 1; // so many, unless the server closes
};

// On a port that speaks HTTP.
std::vector<Attack> plainAttacks();
// On a port that speaks HTTPS.
std::vector<Attack> tlsAttacks();
// A good request, of which the client has gone after each of its bytes.
std::vector<Attack> disconnects();
// One attack with some bytes changed, doubled or left out; the same for the same seed.
Attack mutated(const Attack &attack, quint32 seed);

} // namespace modeldeck::test
