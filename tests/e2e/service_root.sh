#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The services under a real systemd: service_root.sh BUILD_FOLDER [SUITE]. Installs the packages in a Debian root, boots it
# with systemd-nspawn, and there use_services.py starts, watches and stops them. Needs root, debootstrap, systemd-nspawn and
# a network; says so and ends with 77 where one is missing.
set -euo pipefail
# shellcheck source=tests/e2e/roots.sh
source "$(dirname "${BASH_SOURCE[0]}")/roots.sh"
begin_with_packages "$@"
has_nspawn || skip 'there is no systemd-nspawn here (apt-get install systemd-container)'

fresh_root "$suite" services
make_packages "$root/packages" "$version"
install -m755 "$build/bin/modeldeck-synthetic-model" "$root/packages/"
quietly 'lists of packages' inside apt-get update
use_services
echo "All is well in $suite."
