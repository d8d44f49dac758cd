#!/bin/sh
# Installs the Debian packages named as arguments. Run as root.
# None of the packages asked for carries a system service, so nothing of the machine starts running.
set -eu
export DEBIAN_FRONTEND=noninteractive
install() {
  apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=120 "$@"
}
# The package lists may be absent or too old to name files that still exist: refresh them only then.
install "$@" || { apt-get update -q && install "$@"; }
