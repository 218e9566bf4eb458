// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/http/http_message.h"

#include <QStringList>

// Who may ask what (see API.md, common rules). Pure functions of the request and the rules.
namespace modeldeck::api {

enum class Auth { Read, Change };

struct AccessRules
{
    QByteArray token; // empty: none
    bool authReads = false;
    QStringList hosts;   // beside loopback names and the address that was asked
    QStringList origins; // "https://app.example.org", beside the same origin
};

// Against DNS rebinding: a page of another name must not reach us through the user's browser.
Result<void> checkHost(const Request &request, const AccessRules &rules);
// The Origin that a browser must be told it may read the answer; empty for the same origin and
// for no browser.
Result<QByteArray> checkOrigin(const Request &request, const AccessRules &rules);
Result<void> checkToken(const Request &request, const AccessRules &rules, Auth auth);

// Takes as long for any wrong token.
bool equalInConstantTime(QByteArrayView given, QByteArrayView expected);

} // namespace modeldeck::api
