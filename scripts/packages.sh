#!/usr/bin/env bash
# packages.sh build|test: installs the system packages that building the window,
# or testing it, lacks. It shows the command first; with DESKFOB_NO_INSTALL=1 it
# stops there. Only Debian and Ubuntu are installed on; other systems get their
# command to run.
set -eu

build_apt="gcc libc6-dev pkgconf libgl-dev libx11-dev libxcursor-dev libxrandr-dev libxinerama-dev libxi-dev libxxf86vm-dev"
build_dnf="gcc pkgconf-pkg-config mesa-libGL-devel libX11-devel libXcursor-devel libXrandr-devel libXinerama-devel libXi-devel libXxf86vm-devel"
build_pacman="gcc pkgconf libglvnd libx11 libxcursor libxrandr libxinerama libxi libxxf86vm"
test_apt="xvfb openbox xdotool xclip dbus gnome-keyring oathtool age poppler-utils"
test_dnf="xorg-x11-server-Xvfb mesa-dri-drivers openbox xdotool xclip dbus-daemon gnome-keyring oathtool age poppler-utils"
test_pacman="xorg-server-xvfb mesa openbox xdotool xclip dbus gnome-keyring oath-toolkit age poppler"

# can_build links a program against everything the window needs: the one check
# that is right on every system, whatever its packages are called.
can_build() {
	command -v pkg-config >/dev/null && pkg-config --exists gl || return 1
	gcc -x c - -o /dev/null -lGL -lX11 -lXrandr -lXxf86vm -lXi -lXcursor -lm -lXinerama -ldl -lrt 2>/dev/null <<-C
		#include <GL/gl.h>
		#include <X11/Xlib.h>
		#include <X11/Xcursor/Xcursor.h>
		#include <X11/extensions/Xrandr.h>
		#include <X11/extensions/Xinerama.h>
		#include <X11/extensions/XInput2.h>
		#include <X11/extensions/xf86vmode.h>
		int main(void) { return 0; }
	C
}

can_test() {
	local program
	for program in Xvfb openbox xdotool xclip dbus-daemon gnome-keyring-daemon oathtool age pdftotext pdftoppm; do
		command -v "$program" >/dev/null || return 1
	done
}

# apt_lacks prints those of the packages that are not installed.
apt_lacks() {
	local package
	for package; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
	done
}

stop() {
	echo "$1, and they were not installed. Run this, then try again:" >&2
	echo "    $2" >&2
	exit 1
}

install_apt() {
	local sudo="" command
	if [ "$(id -u)" -ne 0 ]; then sudo="sudo "; fi
	command="${sudo}apt-get install -y --no-install-recommends $(apt_lacks "$@")"
	if [ -n "${DESKFOB_NO_INSTALL:-}" ]; then stop "$why" "$command"; fi
	if [ -n "$sudo" ] && ! command -v sudo >/dev/null; then stop "$why" "su -c '${command#sudo }'"; fi
	echo "$why. Installing them:" >&2
	echo "    $command" >&2
	# Without package lists, or with old ones, apt-get cannot find the packages.
	if ! apt-get install --simulate "$@" >/dev/null 2>&1; then
		${sudo}apt-get update -q || stop "$why" "${sudo}apt-get update && $command"
	fi
	${sudo}env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 ${command#sudo } -q || stop "$why" "${sudo}apt-get update && $command"
}

case ${1:-} in
build) why="Packages that building the window needs are missing" apt=$build_apt dnf=$build_dnf pacman=$build_pacman ;;
test) why="Packages that testing the window needs are missing" apt=$test_apt dnf=$test_dnf pacman=$test_pacman ;;
*) echo "usage: packages.sh build|test" >&2 && exit 2 ;;
esac

if [ "$(uname -s)" = Darwin ]; then
	xcode-select -p >/dev/null 2>&1 || stop "The command line tools are missing" "xcode-select --install"
	exit 0
fi
if "can_$1"; then exit 0; fi
# shellcheck disable=SC2086 # the lists are meant to fall apart into words
if command -v apt-get >/dev/null; then
	install_apt $apt
elif command -v dnf >/dev/null; then
	stop "$why" "sudo dnf install $dnf"
elif command -v pacman >/dev/null; then
	stop "$why" "sudo pacman -S --needed $pacman"
else
	stop "$why" "(your system's way to install what Debian calls: $apt)"
fi
if ! "can_$1"; then
	echo "$why even after installing: see the messages above." >&2
	exit 1
fi
