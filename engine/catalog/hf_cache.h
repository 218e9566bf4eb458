// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QStringList>
#include <vector>

namespace modeldeck {

// Where Hugging Face's libraries keep what they download.
struct HfCacheLocations
{
    QStringList hubs; // folders that hold models--ORG--NAME; they need not exist

    // HF_HUB_CACHE, else HF_HOME, else ~/.cache/huggingface/hub, as huggingface_hub reads them.
    static HfCacheLocations fromEnvironment(const QMap<QString, QString> &environment);
};

// One repository in the cache, with its snapshots, the one that refs/main names first, then the newest first.
struct HfRepository
{
    QString id; // "ORG/NAME"
    QStringList snapshots;
};

// Links that lead nowhere, unreadable folders and odd names are passed over; what is returned is bounded.
std::vector<HfRepository> hfRepositories(const HfCacheLocations &locations);

} // namespace modeldeck
