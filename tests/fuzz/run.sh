#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the fuzz targets with clang in build/fuzz and runs each for so much time of a processor, however busy the
# machine is: run.sh [SECONDS PER TARGET] [TARGET]... New inputs go to build/fuzz/corpus/TARGET, what crashes to
# build/fuzz/crashes/TARGET-*. Needs clang with libFuzzer (Debian: clang libclang-rt-14-dev).
set -euo pipefail

cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
seconds=${1:-600}
shift || true
targets=("$@")
if ((${#targets[@]} == 0)); then
    targets=(tests/fuzz/corpus/*/)
fi
interrupted=72 # libFuzzer's exit status when it is asked to end, and has found nothing

# Runs one target until it has used its time; its exit status is the target's.
run() {
    local target=$1 process status=0
    local options=(-timeout=20 -rss_limit_mb=3000 -print_final_stats=1 "-artifact_prefix=build/fuzz/crashes/$target-")
    if [[ -f tests/fuzz/$target.dict ]]; then
        options+=("-dict=tests/fuzz/$target.dict")
    fi
    mkdir -p "build/fuzz/corpus/$target"
    QT_QPA_PLATFORM=offscreen nice -n 10 "build/fuzz/tests/fuzz_$target" "${options[@]}" \
        "build/fuzz/corpus/$target" "tests/fuzz/corpus/$target" >"build/fuzz/$target.log" 2>&1 &
    process=$!
    while (($(ps -o cputimes= -p "$process" || echo "$seconds") < seconds)); do
        sleep 1
    done
    kill -INT "$process" 2>/dev/null || true # it may have found something, and ended
    wait "$process" || status=$?
    return "$status"
}

# shellcheck source=installer/build.sh
source installer/build.sh
build build/fuzz fuzz
mkdir -p build/fuzz/crashes
failed=()
for target in "${targets[@]}"; do
    target=$(basename "$target")
    echo "$target: $seconds s"
    status=0
    run "$target" || status=$?
    if ((status != interrupted)); then
        failed+=("$target")
    fi
    tail -n 7 "build/fuzz/$target.log"
done
if ((${#failed[@]} > 0)); then
    echo "Found something: ${failed[*]} (build/fuzz/TARGET.log)" >&2
    exit 1
fi
