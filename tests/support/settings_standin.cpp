// SPDX-License-Identifier: GPL-3.0-or-later
// The getters of Settings for tests, until the settings table is part of the engine.
#include "engine/config/settings.h"

#include <QStringList>

namespace modeldeck {

using namespace Qt::StringLiterals;

Settings::Settings()
{
    m_values.fill(QVariant(0));
    const QStringList none;
    setValue(Key::MemoryPressureThreshold, 0.8);
    setValue(Key::RestApiEnabled, false);
    setValue(Key::RestApiAddress, QStringList{u"127.0.0.1"_s, u"::1"_s});
    setValue(Key::RestApiPort, 7000);
    setValue(Key::RestApiAuthReads, false);
    setValue(Key::RestApiAllowedHosts, none);
    setValue(Key::RestApiAllowedOrigins, none);
    for (const Key key : {Key::RestApiTokenFile, Key::RestApiTlsCertificate, Key::RestApiTlsKey})
        setValue(key, QString());
    setValue(Key::RestApiMaxHeaderBytes, 16 * 1024);
    setValue(Key::RestApiMaxBodyBytes, 64 * 1024 * 1024);
    setValue(Key::RestApiMaxConnections, 256);
    setValue(Key::RestApiHeaderTimeout, 10);
    setValue(Key::RestApiBodyTimeout, 60);
    setValue(Key::VisionDefaultModel, u"ViT-L-14/openai"_s);
    setValue(Key::TextDefaultModel, u"mxbai-embed-large"_s);
    setValue(Key::ModelsDirectories, none);
    setValue(Key::OllamaEnabled, true);
}

bool Settings::flag(Key key) const { return value(key).toBool(); }
qint64 Settings::integer(Key key) const { return value(key).toLongLong(); }
double Settings::real(Key key) const { return value(key).toDouble(); }
QString Settings::text(Key key) const { return value(key).toString(); }
QStringList Settings::list(Key key) const { return value(key).toStringList(); }
std::chrono::seconds Settings::seconds(Key key) const { return std::chrono::seconds(integer(key)); }

} // namespace modeldeck
