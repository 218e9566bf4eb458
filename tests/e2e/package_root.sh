#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The Debian packages through their life, in a minimal Debian root: package_root.sh BUILD_FOLDER [SUITE].
# Installs an older version, embeds, upgrades (settings and history are kept), removes, purges. Needs root, debootstrap
# and a network; says so and ends with 77 where one is missing. lintian checks the packages where it is there.
set -euo pipefail
# shellcheck source=tests/e2e/roots.sh
source "$(dirname "${BASH_SOURCE[0]}")/roots.sh"
begin_with_packages "$@"

packages=$build/packages
rm -rf "$packages"
make_packages "$packages/0.0.9" 0.0.9
make_packages "$packages/$version" "$version"

if command -v lintian >/dev/null; then
    echo '== lintian'
    lintian --allow-root --fail-on error,warning "$packages/$version"/*.deb
else
    echo '== lintian is not here: the packages were not checked by it'
fi

fresh_root "$suite" packages
mkdir "$root/packages"
cp -r "$packages/." "$root/packages/"
install -D -m755 "$build/bin/modeldeck-synthetic-model" "$root/packages/modeldeck-synthetic-model"
quietly 'lists of packages' inside apt-get update
install_version() { # VERSION
    quietly "install version $1" inside sh -c "apt-get install -y --no-install-recommends /packages/$1/*.deb"
}

check() { # WHAT COMMAND...
    local what=$1
    shift
    if ! "$@"; then
        echo "FAILED: $what"
        exit 1
    fi
    echo "ok: $what"
}

# The settings of a person, and a use that the history keeps. Prints the number of receipts.
use() {
    quietly "$1" inside python3 -B /packages/use_modeldeckd.py
}

install_version 0.0.9
quietly 'python for the test' inside apt-get install -y --no-install-recommends python3-minimal libpython3-stdlib
cp "$here/use_modeldeckd.py" "$root/packages/"
mkdir -p "$root/root/.config/modeldeck"
echo '{"max_loaded_models": 3}' >"$root/root/.config/modeldeck/config.json"
use 'embed with the older version'

install_version "$version"
check 'the newer version is installed' test "$(inside dpkg-query -W -f '${Version}' modeldeckd)" = "$version-0modeldeck1"
use 'embed with the newer version'
check 'the settings are kept' grep -q '"max_loaded_models": 3' "$root/root/.config/modeldeck/config.json"
check 'the history is kept' test "$(cat "$root/packages/receipts")" = 2
check 'the window starts without a screen' inside env QT_QPA_PLATFORM=offscreen modeldeck --version
check 'the manual is there' test -f "$root/usr/share/man/man5/modeldeck-config.5.gz"

echo '# mine' >>"$root/etc/default/modeldeckd"
mkdir -p "$root/var/lib/modeldeck"
wants=$root/etc/systemd/system/multi-user.target.wants
mkdir -p "$wants"
ln -s /lib/systemd/system/modeldeckd.service "$wants/" # as it is after `systemctl enable`
quietly 'remove' inside apt-get remove -y modeldeck modeldeckd modeldeck-runner
check 'the programs are gone' test ! -e "$root/usr/bin/modeldeckd" -a ! -e "$root/usr/libexec/modeldeck"
check 'a changed configuration stays' grep -q mine "$root/etc/default/modeldeckd"
quietly 'purge' inside apt-get purge -y modeldeckd # of the others nothing is left to purge
check 'nothing of the system service is left' test ! -e "$root/etc/default/modeldeckd" -a ! -e "$root/var/lib/modeldeck" -a \
    ! -L "$wants/modeldeckd.service"
check "a person's own files stay" test -f "$root/root/.config/modeldeck/config.json"
check 'no file of ours is left in /usr' test -z "$(find "$root/usr" -name '*modeldeck*' -print -quit)"
echo "All is well in $suite."
