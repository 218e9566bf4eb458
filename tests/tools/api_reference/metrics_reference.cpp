// SPDX-License-Identifier: GPL-3.0-or-later
// Writes resources/docs/metrics.md, the reference of all metrics, to standard output; with --check FILE it
// says whether FILE is that. It asks the view itself, with one of everything to show.
#include "app/rest/api/metrics_view.h"

#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <cstdio>

using namespace modeldeck;
using namespace Qt::StringLiterals;

namespace {

constexpr const char *introduction = R"(# Metrics

<!-- Made by modeldeck-metrics-reference from the view that writes them: do not edit. -->

`GET /metrics` in Prometheus' text format. A histogram has `_bucket`, `_sum` and `_count`. Looking at them is no use of a
model.

| metric | type | labels | what it says |
|---|---|---|---|
)";

QByteArray everyMetric()
{
    Snapshot snapshot;
    ModelView model;
    model.id = u"model"_s;
    model.installed = true;
    model.loaded = true;
    snapshot.models.push_back(model);
    snapshot.gpus.emplace_back();
    snapshot.ollama.state = OllamaState::Available;
    api::Meters meters;
    meters.answered({"GET", "/livez", 200}, {});
    meters.embedTimes[model.id].add({});
    meters.refusals[ErrorCode::InvalidRequest] = 1;
    return api::metricsView(snapshot, meters);
}

QByteArray reference()
{
    static const QRegularExpression sample(u"^([a-z_]+)\\{(.*)\\} "_s),
        label(u"([a-z_]+)=\"(?:[^\"\\\\]|\\\\.)*\""_s);
    QStringList order;
    QMap<QString, QString> help, type;
    QMap<QString, QStringList> labels;
    for (const QString &line : QString::fromUtf8(everyMetric()).split(u'\n')) {
        if (line.startsWith(u"# HELP "_s)) {
            order << line.section(u' ', 2, 2);
            help[order.last()] = line.section(u' ', 3);
        } else if (line.startsWith(u"# TYPE "_s)) {
            type[order.last()] = line.section(u' ', 3);
        } else if (const auto found = sample.match(line); found.hasMatch()) {
            for (auto each = label.globalMatch(found.captured(2)); each.hasNext();) {
                const QString name = each.next().captured(1);
                if (name != u"le" && !labels[order.last()].contains(name))
                    labels[order.last()] << name;
            }
        }
    }
    QString out = QString::fromUtf8(introduction);
    for (const QString &name : order)
        out += u"| `%1` | %2 | %3 | %4 |\n"_s.arg(name, type[name], labels[name].join(u", "_s), help[name]);
    return out.toUtf8();
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc == 1) {
        std::fputs(reference().constData(), stdout);
        return 0;
    }
    if (argc != 3 || qstrcmp(argv[1], "--check") != 0) {
        std::fputs("usage: modeldeck-metrics-reference [--check FILE]\n", stderr);
        return 2;
    }
    QFile file(QString::fromLocal8Bit(argv[2]));
    if (file.open(QIODevice::ReadOnly) && file.readAll() == reference())
        return 0;
    std::fprintf(stderr, "%s is not what /metrics has. Make it anew:\n  %s > %s\n", argv[2], argv[0],
                 argv[2]);
    return 1;
}
