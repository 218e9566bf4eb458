// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>
#include <optional>

namespace modeldeck {

// An address in any form that Ollama's own OLLAMA_HOST takes: "example.org", ":11435", "[::1]:11434",
// "https://example.org/prefix". Without a scheme the port is 11434, with one it is the scheme's. 0.0.0.0 and
// ::, which a server listens on, mean this machine. Nothing where it is no such address.
std::optional<QUrl> parseOllamaHost(const QString &text);

// The environment's OLLAMA_HOST (empty where it does not count) if it is an address, else our setting.
QUrl ollamaAddress(const QString &setting, const QString &environment);

bool isThisMachine(const QUrl &url); // by its name: a loopback address
// For people: without a name and password that may stand in it.
QString shownAddress(const QUrl &url);

} // namespace modeldeck
