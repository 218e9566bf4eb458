// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rest/api_fixture.h"
#include "tests/support/test_program.h"

#include <QMap>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::api;
using namespace modeldeck::test;

namespace {

// Every "$ref" below `value` that leads nowhere.
QStringList danglingReferences(const QJsonValue &value, const QJsonObject &root)
{
    QStringList dangling;
    if (value.isArray()) {
        for (const QJsonValue &item : value.toArray())
            dangling += danglingReferences(item, root);
    }
    const QJsonObject object = value.toObject();
    for (auto item = object.begin(); item != object.end(); ++item) {
        if (item.key() != "$ref"_L1) {
            dangling += danglingReferences(item.value(), root);
            continue;
        }
        QJsonValue target = root;
        for (const QString &step : item.value().toString().split(u'/').sliced(1))
            target = target.toObject().value(step);
        if (target.isUndefined())
            dangling += item.value().toString();
    }
    return dangling;
}

// What every call may be refused with: by the gate and by the pipeline, before its handler.
const QSet<int> refusals{400, 401, 403, 408, 413, 421, 431, 501, 503};

// What the engine's commands may fail with.
const QMap<QString, QList<ErrorCode>> &failures()
{
    using enum ErrorCode;
    static const QList<ErrorCode> load{ModelNotFound,      ModelLoadFailed, RunnerCrashed,  OllamaUnavailable,
                                       InsufficientMemory, ShuttingDown,    TimeoutUpstream};
    static const QMap<QString, QList<ErrorCode>> failures{
        {u"embed"_s, load + QList{InvalidImage, PayloadTooLarge, QueueFull, InvalidRequest, Internal}},
        {u"load"_s, load},
        {u"switchTo"_s, load},
        {u"reload"_s, load + QList{ModelBusy, Cancelled}},
        {u"unload"_s, {ModelNotFound, ModelBusy, RunnerCrashed, ShuttingDown, TimeoutUpstream, Cancelled}},
        {u"unloadAll"_s, {ModelBusy, RunnerCrashed, ShuttingDown, TimeoutUpstream, Cancelled}},
        {u"cancelLoad"_s, {ModelNotFound, InvalidRequest}},
        {u"setPinned"_s, {ModelNotFound, Internal}},
        {u"pull"_s, {ModelNotFound, ModelLoadFailed, OllamaUnavailable, TimeoutUpstream, Cancelled}},
        {u"cancelPull"_s, {ModelNotFound, InvalidRequest}},
        {u"describeText"_s, {ModelNotFound, ModelLoadFailed, OllamaUnavailable, TimeoutUpstream}},
        {u"changeSettings"_s, {InvalidSetting, SettingLocked, Internal}},
        {u"changeTimeouts"_s, {ModelNotFound, InvalidSetting, SettingLocked, Internal}},
        {u"diagnose"_s, {Internal}},
        {u"analytics"_s, {Internal}},
    };
    return failures;
}

// Only Ollama is upstream.
bool concerns(const Route &route, ErrorCode code)
{
    return code != ErrorCode::TimeoutUpstream || !QByteArrayView(route.path).contains("/vision/");
}

// The path with a model that is there, and with one that is not.
QList<QByteArray> pathsOf(const Route &route)
{
    QByteArray path = route.path;
    path.replace("{model_type}", "vision").replace("{name}", "mxbai-embed-large");
    return {QByteArray(path).replace("{model_id}", "ViT-B-32/openai"), path.replace("{model_id}", "no/such")};
}

// Bodies by which a call reaches the engine's commands.
QList<QByteArray> bodiesOf(const Route &route)
{
    const QByteArrayView path = route.path;
    if (path.endsWith("/config") || path.endsWith("tracker-config"))
        return {R"({"cleanup_interval": 60})"};
    if (path.endsWith("/timeout"))
        return {R"({"ram_timeout": 60})"};
    if (route.json == Route::Json::None || route.json == Route::Json::Optional)
        return {{}};
    return {R"({"model": "mxbai-embed-large", "input": "a", "prompt": "a"})",
            R"({"model": "mxbai-embed-large"})", R"({"model": "mxbai-embed-large", "keep_alive": 0})"};
}

// Whatever the engine fails with, and if it does not.
QSet<int> statusesOf(const Route &route, const QByteArray &path, const QByteArray &body)
{
    Api api;
    QSet<int> answered{api.ask(route.method, path, body).status};
    for (auto command = failures().begin(); command != failures().end(); ++command) {
        for (const ErrorCode code : *command) {
            api.engine.fail(command.key(), error(code));
            if (concerns(route, code))
                answered.insert(api.ask(route.method, path, body).status);
        }
        api.engine.fail(command.key(), std::nullopt);
    }
    return answered;
}

} // namespace

class RestOpenapiTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDescriptionHasTheRoutesAndNoOthers()
    {
        QMap<QString, QString> routed; // "GET /livez" → "read"
        for (const Route &route : routes())
            routed[QString::fromLatin1(route.method) + u' ' + QString::fromLatin1(route.path)] =
                route.auth == Auth::Read ? u"read"_s : u"change"_s;
        QMap<QString, QString> described;
        const QJsonObject paths = description()[u"paths"_s].toObject();
        for (auto path = paths.begin(); path != paths.end(); ++path) {
            const QJsonObject calls = path->toObject();
            for (auto call = calls.begin(); call != calls.end(); ++call)
                described[call.key().toUpper() + u' ' + path.key()] =
                    call->toObject()[u"x-modeldeck-auth"_s].toString();
        }
        QCOMPARE(described, routed);
    }

    void bodiesAreDescribedAsTheRoutesReadThem()
    {
        for (const Route &route : routes()) {
            const QJsonObject call = describedCall(route);
            QCOMPARE(call.contains(u"requestBody"_s), route.json != Route::Json::None);
            const bool required = route.json == Route::Json::Required || route.json == Route::Json::Raw;
            QCOMPARE(call[u"requestBody"_s][u"required"_s].toBool(), required);
        }
    }

    void pathParametersAreDeclared()
    {
        const QJsonObject paths = description()[u"paths"_s].toObject();
        for (auto path = paths.begin(); path != paths.end(); ++path) {
            const qsizetype brace = path.key().indexOf(u'{');
            if (brace < 0)
                continue;
            const QString name = path.key().sliced(brace + 1).section(u'}', 0, 0);
            for (const QJsonValue &call : path->toObject()) {
                const QJsonValue first = call[u"parameters"_s].toArray().at(0);
                QCOMPARE(first[u"$ref"_s].toString(), u"#/components/parameters/"_s + name);
            }
        }
    }

    void theDescriptionHasTheStatusesThatCallsAnswerWithAndNoOthers_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < routes().size(); ++i)
            QTest::addRow("%s %s", routes()[i].method, routes()[i].path) << int(i);
    }

    void theDescriptionHasTheStatusesThatCallsAnswerWithAndNoOthers()
    {
        QFETCH(int, index);
        const Route &route = routes()[std::size_t(index)];
        QSet<int> answered = refusals;
        if (route.json != Route::Json::None)
            answered.insert(415); // a body that is packed
        for (const QByteArray &path : pathsOf(route)) {
            for (const QByteArray &body : bodiesOf(route))
                answered.unite(statusesOf(route, path, body));
        }
        QCOMPARE(describedStatuses(route), answered);
    }

    void everyReferenceInTheDescriptionResolves()
    {
        const QJsonObject root = description();
        QCOMPARE(root[u"openapi"_s].toString(), u"3.1.0"_s);
        QCOMPARE(danglingReferences(root, root), QStringList());
    }
};

MODELDECK_TEST(RestOpenapiTest)
#include "rest_openapi_test.moc"
