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

# compile FOLDER [NINJA OPTION]...: says nothing when there is nothing to do.
compile() {
    local folder=$1
    shift
    if [[ -t 1 && $* != *--quiet* ]]; then
        ninja -C "$folder" -j "$(build_jobs)" "$@"
    else
        ninja -C "$folder" -j "$(build_jobs)" "$@" | sed '/^ninja: no work to do\.$/d'
    fi
}

# build FOLDER PRESET [CMAKE OPTION]... [-- TARGET...]: configures and builds, printing little unless it fails.
build() {
    local folder=$1 preset=$2 log=$1/configure.log quiet=(--quiet) options=()
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
    if [[ -t 1 ]]; then
        quiet=() # on a terminal ninja keeps to one line
    elif [[ ! -d $folder/bin ]]; then
        echo "Building in $folder: the first time takes some minutes."
    fi
    compile "$folder" "${quiet[@]}" "${@:2}"
}
