// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/curl_commands.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

// For a POSIX shell: everything between single quotes is taken as it is.
QString quoted(QString text)
{
    return u'\'' + text.replace(u'\'', u"'\\''"_s) + u'\'';
}

QString curl(const QString &method, const QString &path, const QByteArray &body, const RestTarget &target)
{
    QString line = u"curl -s"_s;
    if (!method.isEmpty())
        line += u" -X "_s + method;
    if (!target.tokenFile.isEmpty())
        line += u" -H \"Authorization: Bearer $(cat "_s + quoted(target.tokenFile) + u")\""_s;
    line += u' ' + quoted(target.url + path);
    if (!body.isEmpty())
        line += u" -d "_s + quoted(QString::fromUtf8(body));
    return line;
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

RestTarget restTarget(const Settings &settings, const QStringList &boundUrls)
{
    RestTarget target{boundUrls.value(0), settings[RestApiTokenFile]};
    if (target.url.isEmpty()) {
        const QString address = settings[RestApiAddress].value(0, u"127.0.0.1"_s);
        target.url = u"%1://%2:%3"_s.arg(settings[RestApiTlsCertificate].isEmpty() ? u"http"_s : u"https"_s,
                                         address.contains(u':') ? u'[' + address + u']' : address,
                                         QString::number(settings[RestApiPort]));
    }
    return target;
}

QString curlCommand(const Command &command, ModelType type, const RestTarget &target)
{
    const QString base = u"/api/rag/embedding/"_s;
    const QString kind = type == ModelType::Vision ? u"vision/"_s : u"text/"_s;
    const auto post = [&](const QString &path, const QByteArray &body = {}) {
        return curl(body.isEmpty() ? u"POST"_s : QString(), base + path, body, target);
    };
    switch (command.kind) {
    case Command::Kind::Load:
        return post(kind + u"load/"_s + command.modelId);
    case Command::Kind::CancelLoad:
        return post(u"load/cancel/"_s + command.modelId);
    case Command::Kind::Unload:
        return post(kind + u"unload/"_s + command.modelId);
    case Command::Kind::UnloadAll:
        return post(u"unload/vision"_s) + u"; "_s + post(u"unload/text"_s);
    case Command::Kind::SwitchTo:
        return post(u"vision/switch/"_s + command.modelId);
    case Command::Kind::Pin:
        return post(u"pin/"_s + command.modelId);
    case Command::Kind::Unpin:
        return post(u"unpin/"_s + command.modelId);
    case Command::Kind::Rescan:
        return post(u"rescan"_s);
    case Command::Kind::ChangeSettings:
        return curl(u"PATCH"_s, base + u"config"_s, json(QJsonObject::fromVariantMap(command.changes)),
                    target);
    case Command::Kind::ChangeTimeouts:
        return curl(u"PUT"_s, u"/api/model-usage-tracker-config/model/"_s + command.modelId + u"/timeout"_s,
                    json(QJsonObject::fromVariantMap(command.changes)), target);
    case Command::Kind::Pause:
        return post(u"pause"_s,
                    command.time ? json({{u"seconds"_s, qint64(command.time->count())}}) : QByteArray());
    case Command::Kind::Resume:
        return post(u"resume"_s);
    case Command::Kind::Pull:
        return post(u"text/pull/"_s + command.modelId);
    case Command::Kind::CancelPull:
        return curl(u"DELETE"_s, base + u"text/pull/"_s + command.modelId, {}, target);
    case Command::Kind::RetryOllama:
        return curl({}, base + u"status"_s, {}, target); // looking is all that REST has
    }
    Q_UNREACHABLE();
}

QString curlEmbedCommand(const QString &modelId, const RestTarget &target)
{
    return curl({}, u"/v1/embeddings"_s, json({{u"model"_s, modelId}, {u"input"_s, u"a photo of a cat"_s}}),
                target);
}

} // namespace modeldeck
