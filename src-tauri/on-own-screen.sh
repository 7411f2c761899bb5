#!/usr/bin/env bash
# Runs a command under a screen without a monitor and a session bus of its own, so that it neither needs nor disturbs a desktop.
set -euo pipefail
export NO_AT_BRIDGE=1
exec xvfb-run --auto-servernum --server-args='-screen 0 1280x800x24' dbus-run-session -- "$@"
