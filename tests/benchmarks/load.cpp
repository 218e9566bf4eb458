// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/runner_session.h"

namespace modeldeck::bench {

// From the wish for a model to its vectors, part by part; medians, page cache warm after the first run.
void load(const Options &options, Report &report)
{
    std::vector<std::vector<QVariant>> rows;
    for (const QString &variant : options.variants) {
        for (const QString &fileType : {u"f32"_s, u"bf16"_s}) {
            const QString folder = modelFolder(options, variant, fileType);
            std::vector<double> start, map, convert, ready, first, later;
            QString dtype;
            for (int run = 0; run <= options.runs; ++run) {
                RunnerSession runner;
                const QCborMap loaded = runner.load(folder, u"auto"_s);
                const double firstVector = runner.images({picture(224, run)});
                const double laterVector = runner.images({picture(224, run + 1)});
                dtype = loaded[u"dtype"_s].toString();
                if (run == 0)
                    continue; // fills the page cache
                start.push_back(runner.startSeconds);
                map.push_back(loaded[u"map_seconds"_s].toDouble());
                convert.push_back(loaded[u"convert_seconds"_s].toDouble());
                ready.push_back(runner.startSeconds + runner.loadSeconds);
                first.push_back(firstVector);
                later.push_back(laterVector);
            }
            rows.push_back({variant, fileType, dtype, median(start), median(map), median(convert),
                            median(ready), median(first), median(later)});
        }
    }
    report.table(u"load"_s,
                 {u"model"_s, u"file"_s, u"computed"_s, u"runner_start_s"_s, u"map_s"_s,
                  u"build_and_convert_s"_s, u"ready_s"_s, u"first_vector_s"_s, u"later_vector_s"_s},
                 rows);
}

} // namespace modeldeck::bench
