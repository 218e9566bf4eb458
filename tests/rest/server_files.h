// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QTemporaryDir>

// Files that the server reads: tokens, certificates and keys.
namespace modeldeck::test {

// Self-signed for localhost, until 2126; made for these tests.
inline const QByteArray certificate = R"(-----BEGIN CERTIFICATE-----
MIIBgDCCASWgAwIBAgIUfJDETIb3hEEf57Wp9tpKQkt3njMwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDAwMTkzNVoYDzIxMjYxMDMx
MDAxOTM1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATiT1ITL2M12sZPzwlAlyZTJNOK837P+zymhmjZXw8hFn2QVg2lyWQI
N9Ed1IOttxvGYNqhIVFulAFzOr+HfBg2o1MwUTAdBgNVHQ4EFgQUDHR/GlXlP6q3
LEUHJTgJwArogHEwHwYDVR0jBBgwFoAUDHR/GlXlP6q3LEUHJTgJwArogHEwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA83rGBrpYLAFont+MG8gf
uO6dudEEJ01yoA37c/X7G84CIQD0glzwz75WbN9flmm3wNngCxMWJdOvRdwDyeH6
W4Y1xw==
-----END CERTIFICATE-----
)";
inline const QByteArray certificateKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjzHvfEe8fs724f5F
W+fRm9Y20CJ7QuNFDb1MGQ+qFwmhRANCAATiT1ITL2M12sZPzwlAlyZTJNOK837P
+zymhmjZXw8hFn2QVg2lyWQIN9Ed1IOttxvGYNqhIVFulAFzOr+HfBg2
-----END PRIVATE KEY-----
)";

// Another one.
inline const QByteArray secondCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUFVSoff3cG7AwmOkVp60D36jQJVwwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE3MDMxNloYDzIxMjYxMDMx
MTcwMzE2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARdMsAxoyxvggA7L/IgnFQkVrQxQ3kpdcwcyN11AcaDjYRa2zhD9ywL
KWFsb3sICOz1yrH8H5hNMUZX2usyyWM5o1MwUTAdBgNVHQ4EFgQUwuDrWV/HzxAK
5itrLMJYNaiObUIwHwYDVR0jBBgwFoAUwuDrWV/HzxAK5itrLMJYNaiObUIwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAqnFKCPIpVtrT5N1vK9XC
XEZAJ5Wq+2ELVREwG3Czl30CIHJgP+Zjytqw3R1GhU4pm/z0d3ne1/0hF1YcvAgr
5qfN
-----END CERTIFICATE-----
)";
inline const QByteArray secondCertificateKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZXoxH2FWuv+96+pg
aArGlMSDOAZxXqE70Pf7+sjy8auhRANCAARdMsAxoyxvggA7L/IgnFQkVrQxQ3kp
dcwcyN11AcaDjYRa2zhD9ywLKWFsb3sICOz1yrH8H5hNMUZX2usyyWM5
-----END PRIVATE KEY-----
)";

// The first key again, and the second, without their public half, which is optional (RFC 5915, 3).
inline const QByteArray bareCertificateKey = R"(-----BEGIN EC PRIVATE KEY-----
MDECAQEEII8x73xHvH7O9uH+RVvn0ZvWNtAie0LjRQ29TBkPqhcJoAoGCCqGSM49
AwEH
-----END EC PRIVATE KEY-----
)";
inline const QByteArray bareCertificateKeyPkcs8 = R"(-----BEGIN PRIVATE KEY-----
MEECAQAwEwYHKoZIzj0CAQYIKoZIzj0DAQcEJzAlAgEBBCCPMe98R7x+zvbh/kVb
59Gb1jbQIntC40UNvUwZD6oXCQ==
-----END PRIVATE KEY-----
)";
inline const QByteArray bareSecondCertificateKey = R"(-----BEGIN EC PRIVATE KEY-----
MDECAQEEIGV6MR9hVrr/vevqYGgKxpTEgzgGcV6hO9D3+/rI8vGroAoGCCqGSM49
AwEH
-----END EC PRIVATE KEY-----
)";

// A pair of the other kind: RSA.
inline const QByteArray rsaCertificate = R"(-----BEGIN CERTIFICATE-----
MIIDCzCCAfOgAwIBAgIUGSOBWV1/jf7UX7goL5jx+kAV330wDQYJKoZIhvcNAQEL
BQAwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE5MzMzM1oYDzIxMjYx
MDMxMTkzMzMzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwggEiMA0GCSqGSIb3DQEB
AQUAA4IBDwAwggEKAoIBAQDQJpwgedEt7avQ7kG1td7U2J2Viw4LZBtAPPVQbOtY
EqCkc7dEEJJzxpSlFHqZW7c8k8yWuhmMkunM/gDfwcCFSFP0tJpZj/HgROQIYFBI
RZP8YMo7KJ1hymQNkXvHalyHuXGuG4bBXxOsu6AquUEAlnkI8GRppiC1qTBpKteF
agEyN7p/CWT7eZPH7Fjtm/YAfG932OLYHrlmLjuQYXlWs3Xx7t8Ply76Yfwaw8HJ
LxZIkHm+i1m7340rW1ae7tRndPhgFTE/6ftwt2bIMeXATOFxJGjdqQAM9XWp2H47
sGp6Cgow8Y4G3h2/nmm7DIh2vH6KlAD0wJkx/i+/yvXfAgMBAAGjUzBRMB0GA1Ud
DgQWBBSqLd94QLCmWzyKILZ584drNGjx0zAfBgNVHSMEGDAWgBSqLd94QLCmWzyK
ILZ584drNGjx0zAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQCW
QkRpPfiq04L/4wn0v4f4Mdb1hFXmBbthbfNqLV7xHeck5/uH7lMchPKzcKB1yob5
8uCZkug0YH5zw7tWcsGZ199DQ5fDORNrRSiLAr19pT07VYxkK2mseRdnisvDAOLC
9Qp0u2jmlbSgI0gaTzRsauYmxRVd6b1CRfpuzzull8VgfASmBh95gFn3XZkRbYHI
B9VGa9W+oCXCn1FZNc1iuhSJg0tYHKbm27TJsSLNp7dh1Ip4DpZujfFsXs253RvO
+8rkFGIbK04Dl4fVWy0UXQuJ2CB4KmuqCvUv6Y7KHAsfAQGJ9iPu47aVgD5FwmYq
TNj7owpAPnw/K55JHXIk
-----END CERTIFICATE-----
)";
inline const QByteArray rsaCertificateKey = R"(-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDQJpwgedEt7avQ
7kG1td7U2J2Viw4LZBtAPPVQbOtYEqCkc7dEEJJzxpSlFHqZW7c8k8yWuhmMkunM
/gDfwcCFSFP0tJpZj/HgROQIYFBIRZP8YMo7KJ1hymQNkXvHalyHuXGuG4bBXxOs
u6AquUEAlnkI8GRppiC1qTBpKteFagEyN7p/CWT7eZPH7Fjtm/YAfG932OLYHrlm
LjuQYXlWs3Xx7t8Ply76Yfwaw8HJLxZIkHm+i1m7340rW1ae7tRndPhgFTE/6ftw
t2bIMeXATOFxJGjdqQAM9XWp2H47sGp6Cgow8Y4G3h2/nmm7DIh2vH6KlAD0wJkx
/i+/yvXfAgMBAAECggEABB8kK7mZN+p1dRUU+SgnENotyTe00lhZr4EXynPm0tFZ
UrF1m40j4mXc0VyTl8JhvMQyvgubnefWQVhRrUEpe+fdmJSUEv6BjC6+wKBHm0Iu
ltgxhGJepJLKh0Eb8ceA0PqgN1rwwLt8Fok+ShpI/F3+aLLnnGSEBwKPySDBwp6B
lywHuWOR7tI0FJLm63Ok9se7VaQ0CdRpYDf8yuCfW1J48q/OL+l3T/L7lrsiLe8M
0BQoMgy7G8CjkHEEmf9Dbem0knEzso9J+bOr2nq3M/8Gr8lOLyU1MiR1pmOMDnK1
tMXk/VuAnyJFpqSCbzpJ0YPeRanPjtf9Rk2ckCzeIQKBgQDv+iDB59pJzx3L+l6d
9NYqLa0BY3/YkJoacAOvJ8YuQPDxGQYLlGj7jR6lLRhrbLwQIJ1/VozVy3ypc70h
9J8V1824q3sy9a/Op0AlSc7OG0Y1gHxUbn2OhlPq/xqTvswbLkfJBn0gk0ZdDFF9
1VJtKjRkCr646Xff7fqCPyqxkwKBgQDeDHu9d8KSh2n5pLjkN0fMsqivo/BTJmaR
MosuKx4QtDq+cmfrxd+PBOCR/ysZ9H/Iqr67aHzgusdZpABo03umxPli9aHptUqG
/1yvFvY0pM/PAa4A9N6cJtNoSY/HmaeiBp/APhWvjWZWODqPZsSb9Sy5l2BekqTo
8oIKmXtKBQKBgD57uhvC6qtdKjz6K7ilDz5cNjeuWJNi0z0e/VaV3JwefJ3KDjDl
q5AT5m7Llxghb7YjR97oAjOIkCTu5cf5kZJ2ZjI3NBTIs8Xy9li/JwGzSEyV78ls
G3UItMDzO1BM1YgePMKy1dGthxyjIHTLHnMeEhYaVh5/a576r8dJ+yvRAoGBALBA
UGgQC42rlt7ldS0RBBjjJypjgns92+QcroUzDGZN6OMKhJqNMeqgAHFijZ/IhzWM
8mBni9gF6f6pQvnyBBBYAWwfdSnBESsevz7rhvo6aAj0WF3CAIEKAHyjB1F0Ea92
eo9puGTkY/rEHxd8h0sTzTBzi7cFx4hwFfC76zTRAoGAdU70H235oI75NuhxsAmf
nEwK4iTn2qYKRqWMtazOeznqdsvwXl7JKojSu+eRqAVhChJJ6TJn733qe7nBzByG
6H0XH9NoElj/4Nimgo4+vG3H2RVj5BGKYrry5ccc4BCMy+rCktMVs6mrRT5wLg+a
LhdyJhT8qqBd+T9FD8mFVK0=
-----END PRIVATE KEY-----
)";

inline QString write(const QTemporaryDir &folder, const QByteArray &text,
                     const QString &name = QStringLiteral("token"),
                     QFile::Permissions permissions = QFile::ReadOwner | QFile::WriteOwner)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(text);
    file.close();
    file.setPermissions(permissions);
    return file.fileName();
}

} // namespace modeldeck::test
