#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The services under a real systemd: service_root.sh BUILD_FOLDER [SUITE]. Installs the packages in a Debian root, boots it
# with systemd-nspawn, and there use_services.py starts, watches and stops them. Needs root, debootstrap, systemd-nspawn and
# a network; says so and ends with 77 where one is missing.
set -euo pipefail
# shellcheck source=tests/e2e/roots.sh
source "$(dirname "${BASH_SOURCE[0]}")/roots.sh"
begin_with_packages "$@"
command -v systemd-nspawn >/dev/null || skip 'there is no systemd-nspawn here (apt-get install systemd-container)'

fresh_root "$suite" services
make_packages "$root/packages" "$version"
install -m755 "$build/bin/modeldeck-synthetic-model" "$here/use_services.py" "$root/packages/"
quietly 'lists of packages' inside apt-get update
quietly 'install' inside sh -c 'apt-get install -y --no-install-recommends systemd-sysv dbus libpam-systemd python3-minimal \
    libpython3-stdlib /packages/modeldeckd_*.deb /packages/modeldeck-runner_*.deb'
inside useradd --create-home --shell /bin/sh person
rm "$root/usr/sbin/policy-rc.d" # now services may start
umount "$root/proc"
umount -R -l "$root/dev"

cat >"$root/etc/systemd/system/modeldeck-test.service" <<'UNIT'
[Unit]
Description=Test of Modeldeck's services
After=multi-user.target
SuccessAction=poweroff
FailureAction=poweroff

[Service]
Type=oneshot
ExecStart=/packages/use_services.py -v
StandardOutput=file:/packages/said
StandardError=file:/packages/said
TimeoutStartSec=300
UNIT
mkdir -p "$root/etc/systemd/system/default.target.wants"
ln -s ../modeldeck-test.service "$root/etc/systemd/system/default.target.wants/"
echo '== boot'
# nspawn's own list of system calls is older than Landlock, which the runner confines itself with.
timeout 600 systemd-nspawn --quiet --directory "$root" --register=no --keep-unit --private-network --console=pipe --boot \
    --system-call-filter='landlock_create_ruleset landlock_add_rule landlock_restrict_self' \
    >"$root/packages/console" 2>&1 </dev/null || true
if [[ ! -f $root/packages/said ]]; then
    tail -5 "$root/packages/console"
    skip 'systemd does not boot in a container here'
fi
cat "$root/packages/said"
tail -1 "$root/packages/said" | grep -q '^OK'
echo "All is well in $suite."
