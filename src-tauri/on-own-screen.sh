#!/usr/bin/env bash
# Runs a command under a screen without a monitor and a session bus of its own, so that it neither needs nor disturbs a desktop.
set -euo pipefail
export NO_AT_BRIDGE=1
# `make bench` reads what is on the screen from a file in this folder.
kept=${COUNTERFOIL_SCREEN_FOLDER:+ -fbdir $COUNTERFOIL_SCREEN_FOLDER}
exec xvfb-run --auto-servernum --server-args="-screen 0 1280x800x24$kept" dbus-run-session -- "$@"
