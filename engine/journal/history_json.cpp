// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/history_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <set>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

// A Text's source must live for ever, as string literals do. Texts are read once at the start, and there are
// only as many as the code has sentences.
const char *keptForEver(const QString &source)
{
    static std::set<QByteArray> kept;
    return kept.insert(source.toUtf8()).first->constData();
}

QJsonObject textToJson(const Text &text);

struct ArgumentToJson
{
    QJsonValue operator()(const QString &words) const { return words; }
    QJsonValue operator()(qint64 number) const { return number; }
    QJsonValue operator()(TextArgument::Decimal number) const
    {
        return QJsonObject{{u"value"_s, number.value}, {u"decimals"_s, number.decimals}};
    }
    QJsonValue operator()(std::chrono::nanoseconds time) const
    {
        return QJsonObject{{u"nanoseconds"_s, qint64(time.count())}};
    }
    QJsonValue operator()(const std::shared_ptr<const Text> &text) const { return textToJson(*text); }
};

QJsonObject textToJson(const Text &text)
{
    QJsonArray arguments;
    for (const TextArgument &argument : text.arguments)
        arguments << std::visit(ArgumentToJson(), argument.value());
    return {{u"source"_s, QString::fromUtf8(text.source)}, {u"arguments"_s, arguments}};
}

Text textFromJson(const QJsonValue &json);

TextArgument argumentFromJson(const QJsonValue &json)
{
    if (json.isDouble())
        return json.toInteger();
    if (json["decimals"_L1].isDouble())
        return TextArgument::Decimal{json["value"_L1].toDouble(), json["decimals"_L1].toInt()};
    if (json["nanoseconds"_L1].isDouble())
        return std::chrono::nanoseconds(json["nanoseconds"_L1].toInteger());
    return json.isObject() ? TextArgument(textFromJson(json)) : TextArgument(json.toString());
}

Text textFromJson(const QJsonValue &json)
{
    Text text{keptForEver(json["source"_L1].toString()), {}};
    for (const QJsonValue argument : json["arguments"_L1].toArray())
        text.arguments << argumentFromJson(argument);
    return text;
}

QJsonObject memoryToJson(const MemoryUse &memory)
{
    return {{u"pss"_s, memory.pss.value},
            {u"anonymous"_s, memory.anonymous.value},
            {u"file"_s, memory.file.value},
            {u"device"_s, memory.device ? QJsonValue(memory.device->value) : QJsonValue()}};
}

MemoryUse memoryFromJson(const QJsonValue &json)
{
    MemoryUse memory{Bytes{json["pss"_L1].toInteger()},
                     Bytes{json["anonymous"_L1].toInteger()},
                     Bytes{json["file"_L1].toInteger()},
                     {}};
    if (json["device"_L1].isDouble())
        memory.device = Bytes{json["device"_L1].toInteger()};
    return memory;
}

template <class Enum>
std::optional<Enum> fromName(const QJsonValue &json, const char *(*nameOf)(Enum), Enum last)
{
    const QString name = json.toString();
    for (int i = 0; i <= int(last); ++i) {
        if (name == QLatin1StringView(nameOf(Enum(i))))
            return Enum(i);
    }
    return {};
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

QByteArray toJson(const Receipt &receipt)
{
    QJsonArray candidates;
    for (const ReceiptCandidate &candidate : receipt.candidates)
        candidates << QJsonObject{{u"model_id"_s, candidate.modelId},
                                  {u"why_not"_s, textToJson(candidate.whyNot)}};
    return compact({{u"model_id"_s, receipt.modelId},
                    {u"vision"_s, receipt.modelType == ModelType::Vision},
                    {u"at"_s, receipt.at},
                    {u"reason"_s, QLatin1StringView(reasonName(receipt.reason))},
                    {u"rule"_s, textToJson(receipt.rule)},
                    {u"held"_s, memoryToJson(receipt.held)},
                    {u"returned"_s, memoryToJson(receipt.returned)},
                    {u"system_available"_s, receipt.systemAvailable.value},
                    {u"seconds"_s, receipt.seconds},
                    {u"candidates"_s, candidates},
                    {u"moved_to_ram"_s, receipt.movedToRam}});
}

std::optional<Receipt> receiptFromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const auto reason = fromName(object["reason"_L1], reasonName, UnloadReason::Failure);
    Receipt receipt;
    receipt.modelId = object["model_id"_L1].toString();
    if (!reason || receipt.modelId.isEmpty())
        return {};
    receipt.modelType = object["vision"_L1].toBool(true) ? ModelType::Vision : ModelType::Text;
    receipt.at = object["at"_L1].toDouble();
    receipt.reason = *reason;
    receipt.rule = textFromJson(object["rule"_L1]);
    receipt.held = memoryFromJson(object["held"_L1]);
    receipt.returned = memoryFromJson(object["returned"_L1]);
    receipt.systemAvailable = Bytes{object["system_available"_L1].toInteger()};
    receipt.seconds = object["seconds"_L1].toDouble();
    receipt.movedToRam = object["moved_to_ram"_L1].toBool();
    for (const QJsonValue candidate : object["candidates"_L1].toArray())
        receipt.candidates.push_back(
            {candidate["model_id"_L1].toString(), textFromJson(candidate["why_not"_L1])});
    return receipt;
}

QByteArray toJson(const Event &event)
{
    return compact(
        {{u"at"_s, event.at},
         {u"kind"_s, QLatin1StringView(eventName(event.kind))},
         {u"model_id"_s, event.modelId},
         {u"state"_s, event.state ? QJsonValue(QLatin1StringView(stateName(*event.state))) : QJsonValue()},
         {u"text"_s, textToJson(event.text)},
         {u"receipt"_s, event.receipt ? QJsonValue(event.receipt->id) : QJsonValue()}});
}

std::optional<Event> eventFromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const auto kind = fromName(object["kind"_L1], eventName, EventKind::Setting);
    if (!kind)
        return {};
    Event event;
    event.at = object["at"_L1].toDouble();
    event.kind = *kind;
    event.modelId = object["model_id"_L1].toString();
    event.state = fromName(object["state"_L1], stateName, ModelState::Failed);
    event.text = textFromJson(object["text"_L1]);
    if (const qint64 id = object["receipt"_L1].toInteger(); id > 0) {
        event.receipt.emplace();
        event.receipt->id = id;
    }
    return event;
}

// Short names: there are thousands of these.
QByteArray toJson(const HistorySample &sample)
{
    QJsonArray models;
    for (const HistorySample::Model &model : sample.models)
        models << QJsonObject{
            {u"id"_s, model.modelId}, {u"ram"_s, model.ram.value}, {u"dev"_s, model.device.value}};
    QJsonObject json{{u"at"_s, sample.at},
                     {u"total"_s, sample.total.value},
                     {u"free"_s, sample.available.value},
                     {u"level"_s, QLatin1StringView(pressureName(sample.level))},
                     {u"models"_s, models}};
    if (sample.deviceTotal.value > 0) {
        json[u"dev_total"_s] = sample.deviceTotal.value;
        json[u"dev_used"_s] = sample.deviceUsed.value;
    }
    return compact(json);
}

std::optional<HistorySample> sampleFromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const auto level = fromName(object["level"_L1], pressureName, PressureLevel::Critical);
    if (!level || !object["at"_L1].isDouble())
        return {};
    HistorySample sample;
    sample.at = object["at"_L1].toDouble();
    sample.total = Bytes{object["total"_L1].toInteger()};
    sample.available = Bytes{object["free"_L1].toInteger()};
    sample.deviceTotal = Bytes{object["dev_total"_L1].toInteger()};
    sample.deviceUsed = Bytes{object["dev_used"_L1].toInteger()};
    sample.level = *level;
    for (const QJsonValue model : object["models"_L1].toArray())
        sample.models.push_back({model["id"_L1].toString(), Bytes{model["ram"_L1].toInteger()},
                                 Bytes{model["dev"_L1].toInteger()}});
    return sample;
}

} // namespace modeldeck
