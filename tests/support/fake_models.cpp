// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_models.h"

namespace modeldeck::test {

using namespace Qt::StringLiterals;

ModelView visionModel(const QString &id, int dimension)
{
    ModelView model;
    model.id = id;
    model.name = id.section(u'/', 0, 0);
    model.type = ModelType::Vision;
    model.dimension = dimension;
    model.contextLength = 77;
    model.imageSize = 224;
    model.installed = true;
    model.path = u"/models/"_s + id;
    model.bytesOnDisk = Bytes::fromMebibytes(600);
    model.vramTimeout = std::chrono::seconds(600);
    model.ramTimeout = std::chrono::seconds(1800);
    return model;
}

ModelView textModel(const QString &id, int dimension)
{
    ModelView model = visionModel(id, dimension);
    model.name = id;
    model.type = ModelType::Text;
    model.contextLength = 512;
    model.imageSize = 0;
    return model;
}

Receipt receiptFor(const ModelView &model, UnloadReason reason)
{
    Receipt receipt;
    receipt.modelId = model.id;
    receipt.modelType = model.type;
    receipt.at = startOfTime + 60;
    receipt.reason = reason;
    receipt.rule = Text(MD_TEXT("requested"));
    receipt.held = model.memory;
    receipt.returned = model.memory;
    receipt.systemAvailable = model.memory.anonymous;
    receipt.seconds = 0.25;
    return receipt;
}

Error error(ErrorCode code, const char *message)
{
    Error out;
    out.code = code;
    out.message = Text{message, {}};
    return out;
}

void markLoaded(ModelView &model)
{
    model.state = ModelState::Ready;
    model.loaded = true;
    model.device = u"cpu"_s;
    model.dtype = u"float32"_s;
    model.memory = {Bytes::fromMebibytes(512), Bytes::fromMebibytes(128), Bytes::fromMebibytes(384),
                    Bytes{0}};
    model.loadSeconds = 0.5;
    model.failure.reset();
}

void markUnloaded(ModelView &model)
{
    model.state = ModelState::Unloaded;
    model.loaded = false;
    model.device.clear();
    model.dtype.clear();
    model.memory = {};
    model.unloadAt.reset();
    model.unloadReasonNext.reset();
}

} // namespace modeldeck::test
