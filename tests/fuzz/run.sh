#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the fuzz targets with clang in build/fuzz and runs each: run.sh [SECONDS PER TARGET] [TARGET]...
# New inputs go to build/fuzz/corpus/TARGET, what crashes to build/fuzz/crashes/TARGET-*. Needs clang with libFuzzer
# (Debian: clang libclang-rt-14-dev).
set -euo pipefail

cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
seconds=${1:-600}
shift || true
targets=("$@")
if ((${#targets[@]} == 0)); then
    targets=(tests/fuzz/corpus/*/)
fi

# shellcheck source=installer/build.sh
source installer/build.sh
build build/fuzz fuzz
mkdir -p build/fuzz/crashes
failed=()
for target in "${targets[@]}"; do
    target=$(basename "$target")
    mkdir -p "build/fuzz/corpus/$target"
    options=("-max_total_time=$seconds" -timeout=20 -rss_limit_mb=3000 -print_final_stats=1
        "-artifact_prefix=build/fuzz/crashes/$target-")
    if [[ -f tests/fuzz/$target.dict ]]; then
        options+=("-dict=tests/fuzz/$target.dict")
    fi
    echo "$target: $seconds s"
    QT_QPA_PLATFORM=offscreen nice -n 10 "build/fuzz/tests/fuzz_$target" "${options[@]}" \
        "build/fuzz/corpus/$target" "tests/fuzz/corpus/$target" >"build/fuzz/$target.log" 2>&1 || failed+=("$target")
    tail -n 7 "build/fuzz/$target.log"
done
if ((${#failed[@]} > 0)); then
    echo "Found something: ${failed[*]} (build/fuzz/TARGET.log)" >&2
    exit 1
fi
