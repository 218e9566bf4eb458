// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/setting_rules.h"

#include "engine/config/settings.h"

#include <QHostAddress>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

Error broken(Key key, Text message)
{
    return Error(ErrorCode::InvalidSetting, std::move(message)).ofParameter(settingName(key));
}

} // namespace

std::optional<Error> brokenRule(const Settings &settings)
{
    const auto shortest = settings[KeepAliveMin];
    const auto longest = settings[KeepAliveMax];
    if (longest != 0s && shortest > longest) {
        return broken(KeepAliveMin,
                      Text(MD_TEXT("keep_alive_min is %1, more than keep_alive_max, which is %2"),
                           QString::number(shortest.count()), QString::number(longest.count())));
    }
    const bool certificate = !settings[RestApiTlsCertificate].isEmpty();
    const bool key = !settings[RestApiTlsKey].isEmpty();
    if (certificate != key) {
        return broken(certificate ? RestApiTlsKey : RestApiTlsCertificate,
                      MD_TEXT("rest_api_tls_certificate and rest_api_tls_key go together: set both or none"));
    }
    if (!settings[RestApiEnabled] || !settings[RestApiTokenFile].isEmpty())
        return {};
    for (const QString &address : settings[RestApiAddress]) {
        if (!QHostAddress(address).isLoopback()) {
            return broken(
                RestApiAddress,
                {MD_TEXT("rest_api_address is %1, which others can reach: set rest_api_token_file too"),
                 address});
        }
    }
    return {};
}

} // namespace modeldeck
