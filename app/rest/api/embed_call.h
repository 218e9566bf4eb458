// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/api/pipeline.h"
#include "app/rest/embed/embed_forms.h"

namespace modeldeck::api {

// A call for vectors, in one of its forms. Abandoning it cancels the engine's call.
Abandon embed(const Call &call, const EmbedForm *form);

} // namespace modeldeck::api
