#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the packages that Modeldeck needs to build and run, on Debian 12 and 13 and Ubuntu 24.04. This is the only list of
# packages. Quick and silent if nothing is missing. `--tests` adds what only the tests need; `--list` prints the names.
# Names that differ between releases are written as FIRST|OTHER. NAME| is left out where a release lacks it.
set -euo pipefail

packages=(
    build-essential cmake ninja-build ccache pkg-config python3 file
    qt6-base-dev libqt6sql6-sqlite
    qt6-httpserver-dev qt6-websockets-dev   # the first does not configure without the second,
    qt6-charts-dev libqt6opengl6-dev        # nor this one without that
    'qt6-svg-dev|libqt6svg6-dev' libqt6svg6
    qt6-l10n-tools qt6-tools-dev qt6-tools-dev-tools
    libtorch-dev libopenblas0-pthread       # without OpenBLAS libtorch computes many times slower
    libcurl4-openssl-dev libexpected-dev zlib1g-dev
    libjpeg-dev libpng-dev libgif-dev libwebp-dev libtiff-dev # pictures; the next two for those of phones
    libheif-dev 'libheif-plugin-libde265|' libavif-dev
)
test_packages=(
    appstream curl dbus-daemon desktop-file-utils python3-yaml xauth xvfb
    'clang-format-14|' 'clang-tidy-14|'
)

list_only=false
for argument in "$@"; do
    case $argument in
    --tests) packages+=("${test_packages[@]}") ;;
    --list) list_only=true ;;
    *)
        echo "Usage: $0 [--tests] [--list]" >&2
        exit 2
        ;;
    esac
done
if $list_only; then
    printf '%s\n' "${packages[@]}"
    exit
fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "$0: this system has no apt; continuing with what is installed. On Debian, the packages are:" >&2
    printf '  %s\n' "${packages[@]}" >&2
    exit
fi

is_known() {
    apt-cache show "$1" >/dev/null 2>&1
}

# Fills `missing` with the entries that have no installed name.
find_missing() {
    local installed entry name names
    IFS='| ' read -ra names <<<"${packages[*]}"
    # dpkg-query fails if it does not know one of the names, but its output is right.
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${names[@]}" 2>/dev/null || true)
    missing=()
    for entry in "${packages[@]}"; do
        for name in ${entry//|/ }; do
            if grep -qx "installed $name" <<<"$installed"; then
                continue 2
            fi
        done
        if [[ $entry == *'|' ]] && compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null && ! is_known "${entry%|}"; then
            continue
        fi
        missing+=("$entry")
    done
}

# The first name of an entry that this release has; nothing for NAME| if it has none.
available() {
    local name
    for name in ${1//|/ }; do
        if is_known "$name"; then
            echo "$name"
            return
        fi
    done
    if [[ $1 != *'|' ]]; then
        echo "${1%%|*}" # apt-get will report that there is no such package
    fi
}

# Fills `names` with what apt-get must install for `missing`.
name_missing() {
    local entry name
    names=()
    for entry in "${missing[@]}"; do
        name=$(available "$entry")
        if [[ -n $name ]]; then
            names+=("$name")
        fi
    done
}

find_missing
if ((${#missing[@]} == 0)); then
    exit
fi

as_root=()
if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
        echo "$0: packages are missing, and only root can install them. Run as root:" >&2
        name_missing
        echo "  apt-get install ${names[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
    if [[ ! -t 0 ]]; then
        as_root+=(-n) # nobody can type a password
    fi
fi
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l apt-get -qq -o DPkg::Lock::Timeout=300)

echo "Installing ${#missing[@]} packages: ${missing[*]}"
"${apt[@]}" update || echo "$0: could not update the package lists" >&2
name_missing
if ((${#names[@]} == 0)); then
    exit
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! "${apt[@]}" install -y --no-install-recommends "${names[@]}" >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    echo "$0: could not install the packages" >&2
    exit 1
fi
