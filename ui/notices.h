// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"
#include "ui/widgets/banner.h"

namespace modeldeck {

// What a person reads when a command has failed. Its retry is the caller's to add.
Notice noticeFor(const Command &command, const Error &error);

// The key of the notice about loading or running a model; it goes when the model is ready.
QString modelNoticeKey(const QString &modelId);
// The key of the notice about a command; it goes when the same command succeeds.
QString noticeKey(const Command &command);

// The notice about a model that failed without being told to do anything, e.g. because its runner crashed.
Notice noticeForFailedModel(const QString &modelId, const Error &error);

} // namespace modeldeck
