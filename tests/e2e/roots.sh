# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# For package_root.sh, service_root.sh and source_root.sh: minimal Debian roots, made by debootstrap and kept for the next run.
# Sourced with `set -euo pipefail`.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
roots=${MODELDECK_ROOTS:-/var/tmp/modeldeck-roots}
skipped=77 # the status by which CTest knows a test that could not run

skip() {
    echo "SKIPPED: $1"
    exit "$skipped"
}

# The mirror of the machine itself; empty: debootstrap's own.
mirror() {
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep -m1 '/debian/\?$' || true
}

has_nspawn() {
    command -v systemd-nspawn >/dev/null
}

require_root_making() {
    ((EUID == 0)) || skip 'only root can make a Debian root (run with sudo)'
    command -v debootstrap >/dev/null || skip 'there is no debootstrap here (apt-get install debootstrap)'
    unshare --mount true 2>/dev/null || skip 'this container may not mount'
}

# in_own_mounts ARGUMENT...: the script, with these arguments, in a mount namespace of its own: whatever happens, nothing of
# it stays mounted.
in_own_mounts() {
    if [[ -z ${MODELDECK_OWN_MOUNTS:-} ]]; then
        MODELDECK_OWN_MOUNTS=1 exec unshare --mount --propagation private "$0" "$@"
    fi
}

# begin_with_packages BUILD_FOLDER [SUITE]: sets `build`, `suite` and `version`, that of what was built.
begin_with_packages() {
    build=$(cd "${1:?which build folder?}" && pwd)
    suite=${2:-bookworm}
    require_root_making
    command -v dpkg-shlibdeps >/dev/null || skip 'there is no dpkg-dev here'
    in_own_mounts "$@"
    version=$(sed -n 's/^set(CPACK_PACKAGE_VERSION "\(.*\)")/\1/p' "$build/CPackConfig.cmake")
}

# make_packages FOLDER VERSION
make_packages() {
    quietly "packages of version $2" cpack --config "$build/CPackConfig.cmake" -G DEB -B "$1" -D CPACK_PACKAGE_VERSION="$2"
    rm -rf "$1/_CPack_Packages"
}

# use_services: installs the packages of `root`/packages, boots the root by systemd-nspawn, and there use_services.py starts,
# watches and stops both services.
use_services() {
    install -m755 "$here/use_services.py" "$root/packages/"
    quietly 'install the packages' inside sh -c 'apt-get install -y --no-install-recommends systemd-sysv dbus libpam-systemd \
        python3-minimal libpython3-stdlib /packages/modeldeckd_*.deb /packages/modeldeck-runner_*.deb'
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
}

# fresh_root SUITE NAME: sets `root` to a new root NAME; it is removed at the end of the script.
fresh_root() {
    local suite=$1 base=$roots/$1.tar
    mkdir -p "$roots"
    root=$(mktemp -d "$roots/$2.XXXXXX")
    trap 'leave_root' EXIT
    if [[ ! -f $base ]]; then
        echo "Making a minimal root of $suite"
        # shellcheck disable=SC2046 # no word where there is no mirror
        debootstrap --variant=minbase "$suite" "$root" $(mirror) >"$root.log" 2>&1 ||
            { tail -3 "$root.log"; skip "debootstrap could not make $suite (is there a network?)"; }
        tar -C "$root" -cf "$base.new" .
        mv "$base.new" "$base"
        rm -f "$root.log"
    else
        tar -C "$root" -xpf "$base"
    fi
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    # What the machine needs to reach its mirror, and no service may start in a root.
    cp -rn /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
    rm -f "$root"/etc/apt/apt.conf.d/{20packagekit,50appstream,docker-*}
    echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/unsafe-io" # what is thrown away need not be safe on the disk
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    chmod 755 "$root"
    mount -t proc proc "$root/proc"
    mount --rbind --make-rslave /dev "$root/dev"
}

leave_root() {
    umount "$root/proc" "$root/root/.cache/ccache" 2>/dev/null || true
    umount -R -l "$root/dev" 2>/dev/null || true
    # Never across a mount that would not go.
    rm -rf --one-file-system "$root"
}

inside() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        "${proxy[@]}" "$@"
}

# The machine's way out, if it needs one.
proxy=()
for variable in http_proxy https_proxy no_proxy; do
    [[ -n ${!variable:-} ]] && proxy+=("$variable=${!variable}")
done

# quietly WHAT COMMAND...: its output is shown only when it fails.
quietly() {
    local what=$1 log
    shift
    log=$(mktemp)
    echo "== $what"
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -40 "$log"
        rm -f "$log"
        echo "FAILED: $what"
        exit 1
    fi
    rm -f "$log"
}
