// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/pipeline.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace modeldeck::api;

namespace {

QJsonObject description()
{
    QFile file(u":/modeldeck/openapi.json"_s);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

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

} // namespace

class TestOpenApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itDescribesTheRoutesAndNoOthers()
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
        const QJsonObject paths = description()[u"paths"_s].toObject();
        for (const Route &route : routes()) {
            const QJsonObject call = paths[QString::fromLatin1(route.path)]
                                         .toObject()[QString::fromLatin1(route.method).toLower()]
                                         .toObject();
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

    void referencesLeadSomewhere()
    {
        const QJsonObject root = description();
        QCOMPARE(root[u"openapi"_s].toString(), u"3.1.0"_s);
        QCOMPARE(danglingReferences(root, root), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestOpenApi)
#include "openapi_test.moc"
