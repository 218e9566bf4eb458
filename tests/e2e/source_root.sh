#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds from source in a Debian root of another release, runs its tests, and its services as packages: source_root.sh [SUITE]
# [CTEST OPTION]...
# trixie has Qt 6.8, libtorch 2.6 and GCC 14. Needs root, debootstrap, a network, some GB and time; says so and ends
# with 77 where one is missing.
set -euo pipefail
# shellcheck source=tests/e2e/roots.sh
source "$(dirname "${BASH_SOURCE[0]}")/roots.sh"
require_root_making
in_own_mounts "$@"
suite=${1:-trixie}

fresh_root "$suite" source
# Compiled once, it need not be compiled again: the next run takes from this cache what did not change.
mkdir -p "$roots/ccache.$suite" "$root/root/.cache/ccache"
mount --bind "$roots/ccache.$suite" "$root/root/.cache/ccache"
mkdir "$root/modeldeck"
git -C "$here/../.." ls-files -z | tar -C "$here/../.." --null -T - -cf - | tar -C "$root/modeldeck" -xf -
quietly 'lists of packages' inside apt-get update
quietly 'packages to build with' inside /modeldeck/installer/dependencies.sh --tests
quietly 'configure' inside sh -c 'cd /modeldeck && cmake --preset release -DMODELDECK_WERROR=ON'
quietly 'build' inside sh -c "cd /modeldeck && ninja -C build -j ${JOBS:-2}"
inside sh -c 'cd /modeldeck && QT_QPA_PLATFORM=offscreen ctest --test-dir build -j2 --output-on-failure "$@"' ctest \
    "${@:2}" -LE 'soak|bench|clients'

# Its own packages, and the services under its own systemd.
quietly 'packages' inside sh -c 'cd /modeldeck/build && cpack -G DEB -B /packages && rm -rf /packages/_CPack_Packages'
cp "$root/modeldeck/build/bin/modeldeck-synthetic-model" "$root/packages/"
if has_nspawn; then
    use_services
else
    echo '== systemd-nspawn is not here: the services were not started'
fi
echo "All is well in $suite."
