#!/usr/bin/env bash
# tools/moment/at.sh "2027-12-31 21:10" python -m pytest tests/billing
#
# Runs a command at another moment (UTC) from which the clocks go on: it, PostgreSQL, Valkey, the
# operator's stand-in and the browser are told the same time, and nobody else on the machine is.
# The servers start without our environment, so the library that moves the clock is named in an
# /etc/ld.so.preload that only this command's mount namespace has. Linux, root and a C compiler.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
ahead=$(($(date -u -d "$1" +%s) - $(date +%s)))
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"  # the servers run as another user
cc -shared -fPIC -O2 -DAHEAD="($ahead)" -o "$work/moment.so" "$here/moment.c" -ldl
cp -a /etc "$work/etc"
echo "$work/moment.so" >"$work/etc/ld.so.preload"
WORK=$work unshare --mount --propagation private \
    bash -c 'mount --bind "$WORK/etc" /etc && unset WORK && exec "$@"' at "$@"
