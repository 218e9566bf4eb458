// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/report_views.h"

#include "app/rest/api/view_parts.h"

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

QJsonObject modelAnalytics(const ModelAnalytics &model)
{
    return {{u"model_id"_s, model.modelId},
            {u"model_type"_s, typeName(model.type)},
            {u"requests"_s, qint64(model.requests)},
            {u"cold_starts"_s, qint64(model.coldStarts)},
            {u"loads"_s, qint64(model.loads)},
            {u"load_failures"_s, qint64(model.loadFailures)},
            {u"load_seconds"_s, model.loadSeconds},
            {u"inference_seconds"_s, model.inferenceSeconds},
            {u"hours_loaded"_s, model.hoursLoaded},
            {u"preloads"_s, qint64(model.preloads)},
            {u"preloads_used"_s, qint64(model.preloadsUsed)},
            {u"preloads_wasted"_s, qint64(model.preloadsWasted)},
            {u"chance"_s, model.chance}};
}

} // namespace

QJsonObject receiptView(const Receipt &receipt)
{
    QJsonObject returned = memoryView(receipt.returned);
    returned[u"system_available_mb"_s] = megabytes(receipt.systemAvailable);
    QJsonArray candidates;
    for (const ReceiptCandidate &candidate : receipt.candidates) {
        candidates.append(
            QJsonObject{{u"model_id"_s, candidate.modelId}, {u"why_not"_s, candidate.whyNot.english()}});
    }
    return {{u"id"_s, receipt.id},
            {u"model_id"_s, receipt.modelId},
            {u"model_type"_s, typeName(receipt.modelType)},
            {u"at"_s, receipt.at},
            {u"reason"_s, ascii(reasonName(receipt.reason))},
            {u"rule"_s, receipt.rule.english()},
            {u"held"_s, memoryView(receipt.held)},
            {u"returned"_s, returned},
            {u"seconds"_s, receipt.seconds},
            {u"moved_to_ram"_s, receipt.movedToRam},
            {u"candidates"_s, candidates}};
}

QJsonArray receiptViews(std::span<const Receipt> receipts)
{
    QJsonArray out;
    for (const Receipt &receipt : receipts)
        out.append(receiptView(receipt));
    return out;
}

QJsonObject analyticsView(const Analytics &analytics)
{
    QJsonArray models;
    ModelAnalytics sum;
    for (const ModelAnalytics &model : analytics.models) {
        models.append(modelAnalytics(model));
        sum.requests += model.requests;
        sum.coldStarts += model.coldStarts;
        sum.loads += model.loads;
        sum.loadFailures += model.loadFailures;
        sum.hoursLoaded += model.hoursLoaded;
        sum.preloads += model.preloads;
        sum.preloadsUsed += model.preloadsUsed;
        sum.preloadsWasted += model.preloadsWasted;
    }
    QJsonObject totals = modelAnalytics(sum);
    for (const QString &perModel :
         {u"model_id"_s, u"model_type"_s, u"load_seconds"_s, u"inference_seconds"_s, u"chance"_s})
        totals.remove(perModel);
    return {{u"since"_s, analytics.since},
            {u"totals"_s, totals},
            {u"models"_s, models},
            {u"preloading"_s, QJsonObject{{u"threshold"_s, analytics.preloadThreshold},
                                          {u"waste"_s, analytics.preloadWaste},
                                          {u"held_back"_s, orNull(analytics.preloadState.english())}}}};
}

QJsonObject diagnosesView(const std::vector<Diagnosis> &diagnoses)
{
    QJsonArray out;
    for (const Diagnosis &diagnosis : diagnoses) {
        out.append(QJsonObject{{u"model_id"_s, orNull(diagnosis.modelId)},
                               {u"why"_s, diagnosis.why.english()},
                               {u"advice"_s, diagnosis.advice.english()}});
    }
    return {{u"diagnoses"_s, out}};
}

} // namespace modeldeck::api
