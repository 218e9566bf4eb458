# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by ./run and ./test, in the project's folder.

# A compiler that reads libtorch's headers takes up to 2 GB.
build_jobs() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/^MemAvailable:/ {print int($2 / 1024 / 1536)}' /proc/meminfo)
    echo $((memory < 1 ? 1 : memory < cores ? memory : cores))
}

# progress FOLDER: reads what ninja prints, and instead of its line a step prints one now and then: how much is built and
# about how long the rest takes. Everything else, such as errors, passes.
progress() {
    local folder=$1 line done_steps total seconds left next=5 tenth=0
    while IFS= read -r line; do
        if [[ $line =~ ^@([0-9]+)/([0-9]+)\ ([0-9]+) ]]; then
            done_steps=${BASH_REMATCH[1]} total=${BASH_REMATCH[2]} seconds=${BASH_REMATCH[3]}
            if ((done_steps > 0 && (seconds >= next + 15 ||
                (seconds >= next && done_steps * 10 / total > tenth)))); then
                next=$((seconds + 5)) tenth=$((done_steps * 10 / total))
                left=$(((total - done_steps) * seconds / done_steps))
                if ((left < 60)); then
                    left="$left s"
                else
                    left="$(((left + 30) / 60)) min"
                fi
                echo "Building in $folder: $done_steps of $total, about $left left"
            fi
        elif [[ $line != 'ninja: Entering directory'* && $line != '-- '* ]]; then
            printf '%s\n' "$line"
        fi
    done
}

# compile FOLDER [TARGET]...: says nothing when there is nothing to do.
compile() {
    local folder=$1
    shift
    if [[ $(ninja -C "$folder" -n "$@" | tail -n 1) == 'ninja: no work to do.' ]]; then
        return
    fi
    if [[ -t 1 ]]; then
        ninja -C "$folder" -j "$(build_jobs)" "$@" # keeps to one line
    else
        NINJA_STATUS='@%f/%t %e ' ninja -C "$folder" -j "$(build_jobs)" "$@" | progress "$folder"
    fi
}

# build FOLDER PRESET [CMAKE OPTION]... [-- TARGET...]: configures and builds, printing little unless it fails.
build() {
    local folder=$1 preset=$2 log=$1/configure.log options=()
    shift 2
    while (($# > 0)) && [[ $1 != -- ]]; do
        options+=("$1")
        shift
    done
    mkdir -p "$folder"
    if ! cmake --preset "$preset" "${options[@]}" >"$log" 2>&1; then
        cat "$log" >&2
        return 1
    fi
    if [[ ! -d $folder/bin ]]; then
        echo "Building in $folder: the first time takes some minutes."
    fi
    compile "$folder" "${@:2}"
}
