#!/usr/bin/env bash
# Installs the Debian packages that building, running and testing need, and only those that are missing.
set -euo pipefail

packages=(
    # building the window
    build-essential pkg-config libwebkit2gtk-4.1-dev libsoup-3.0-dev librsvg2-dev libdbus-1-dev
    # testing it: a screen without a monitor, a session bus, a driver, a keychain, keys for the system's dialogs
    xvfb xauth dbus dbus-x11 webkit2gtk-driver gnome-keyring procps xdotool
    # letters of all its languages, and clocks, for screenshots and dates
    fonts-dejavu-core fonts-noto-core tzdata
)

if ! command -v dpkg-query >/dev/null; then
    echo "This is not a Debian-like system: install the equivalents of: ${packages[*]}"
    exit 0
fi

missing=()
for package in "${packages[@]}"; do
    dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done

if [ ${#missing[@]} -eq 0 ]; then
    echo "All system packages are here."
    exit 0
fi

echo "Installing: ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Please install these packages as root: ${missing[*]}"; exit 1; }
    as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
