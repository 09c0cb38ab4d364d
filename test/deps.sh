#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Install what building and testing needs, and unpack the test fixtures.
#
# Two kinds of things, because they differ in what they do to the machine:
#  - packages: compilers, QEMU, pytest ... are installed with apt;
#  - fixtures: boot loaders, three iPXE generations, a kernel, and every
#    daemon are only unpacked below $CACHE, so nothing is started and nothing
#    of the machine's own set-up is replaced.
# Both are instant when nothing is missing.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
CACHE=${NETCHAIN_CACHE:-$here/.cache}

# Build; static checks and unit tests; boot tests; demo image.
PACKAGES="
	gcc libc6-dev binutils nasm python3
	clang libclang-rt-14-dev clang-format cppcheck libcmocka-dev
	python3-pytest python3-pytest-xdist
	qemu-system-x86 seabios dnsmasq-base iproute2 procps
	mtools syslinux e2fsprogs fdisk xorriso cpio gzip xz-utils ca-certificates
	gnu-efi gcc-aarch64-linux-gnu qemu-system-arm sbsigntool openssl
"

say() { printf '%s\n' "deps: $*"; }
die() { printf '%s\n' "deps: $*" >&2; exit 1; }

missing_packages() {
	for p in $PACKAGES; do
		s=$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null) ||
			s=none
		[ "$s" = installed ] || printf '%s ' "$p"
	done
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "need root for: $*
deps: run 'make deps' as root once, or install sudo"
	fi
}

install_packages() {
	missing=$(missing_packages)
	[ -n "$missing" ] || return 0
	say "installing with apt: $missing"
	as_root apt-get update -q
	# shellcheck disable=SC2086 # a list of words
	as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -q -y --no-install-recommends $missing
}

# The machine's own mirror, asked of apt, serves the other releases as well. A
# mirror that lags may hold an index past its date: signatures still count.
mirror() {
	apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' |
		awk '$1 == "bookworm" && $2 == "main" { print $3; exit }'
}

apt_private() {
	tool=$1
	shift
	"$tool" -q -o Dir::Etc::SourceList="$CACHE/apt/sources.list" \
		-o Dir::Etc::SourceParts=/dev/null \
		-o Dir::State::Lists="$CACHE/apt/lists" \
		-o Dir::Cache="$CACHE/apt/cache" \
		-o Dir::Cache::Archives="$CACHE/apt/archives" \
		-o Debug::NoLocking=true -o APT::Sandbox::User=root \
		-o APT::Default-Release=bookworm \
		-o APT::Architectures=amd64,arm64 \
		-o Acquire::Check-Valid-Until=false \
		-o APT::Install-Recommends=false "$@"
}

private_apt_ready=
private_apt() {
	[ -z "$private_apt_ready" ] || return 0
	uri=$(mirror)
	[ -n "$uri" ] || die "apt has no source for bookworm main;" \
		"this needs Debian 12"
	keys=/usr/share/keyrings/debian-archive-keyring.gpg
	mkdir -p "$CACHE/apt/lists/partial" "$CACHE/apt/cache" \
		"$CACHE/apt/archives/partial"
	{
		echo "deb-src [signed-by=$keys] $uri bookworm main"
		echo "deb [arch=amd64,arm64 signed-by=$keys] $uri bookworm main"
		for suite in trixie sid; do
			echo "deb [arch=amd64 signed-by=$keys] $uri $suite main"
		done
	} >"$CACHE/apt/sources.list"
	say "reading package lists (bookworm, trixie, sid)"
	apt_private apt-get -q update
	private_apt_ready=yes
}

# fixture NAME STEP...: run STEP in a new folder, which then becomes
# $CACHE/NAME whole or not at all.
fixture() {
	name=$1
	shift
	[ ! -d "$CACHE/$name" ] || return 0
	private_apt
	say "fixture $name"
	rm -rf "$CACHE/$name.part"
	mkdir -p "$CACHE/$name.part"
	(cd "$CACHE/$name.part" && "$@")
	mv "$CACHE/$name.part" "$CACHE/$name"
}

# Unpack single packages, each given as NAME/SUITE.
unpack() {
	for p in "$@"; do
		apt_private apt-get download "$p"
	done
	for deb in *.deb; do
		dpkg -x "$deb" .
		rm "$deb"
	done
}

# Unpack packages with everything they depend on that is not installed, so
# that their programs run with LD_LIBRARY_PATH set to the folder. Reinstall:
# else a package that the machine has is not downloaded.
unpack_closure() {
	rm -f "$CACHE"/apt/archives/*.deb
	apt_private apt-get install -y --download-only --reinstall "$@"
	for deb in "$CACHE"/apt/archives/*.deb; do
		dpkg -x "$deb" .
		rm "$deb"
	done
}

unpack_syslinux_headers() {
	apt_private apt-get source --download-only syslinux
	tar -xf syslinux_*.orig.tar.* --strip-components=1 \
		--wildcards '*/com32/include' '*/com32/LICENSE*' 2>/dev/null ||
		tar -xf syslinux_*.orig.tar.* --strip-components=1 \
			--wildcards '*/com32/include'
	rm -f syslinux_*
	[ -f com32/include/com32.h ] || die "no com32.h in syslinux's source"
}

# The kernel's package name carries its ABI; the meta package knows it.
unpack_kernel() {
	image=$(apt_private apt-cache depends linux-image-amd64/bookworm |
		awk '/Depends: linux-image-/ { print $2; exit }')
	[ -n "$image" ] || die "linux-image-amd64 names no kernel"
	unpack "$image/bookworm" busybox-static/bookworm
}

# The text installer's kernel and initrd; the graphical ones are most of it.
unpack_di() {
	apt_private apt-get download debian-installer-12-netboot-amd64/bookworm
	dpkg-deb --fsys-tarfile ./*.deb | tar -x --wildcards \
		--transform 's,.*/,,' '*/text/debian-installer/amd64/linux' \
		'*/text/debian-installer/amd64/initrd.gz'
	rm ./*.deb
}

# Two makes that share the cache: the second waits, and then has all.
mkdir -p "$CACHE"
exec 9>"$CACHE/lock"
flock 9

install_packages
fixture syslinux-src unpack_syslinux_headers
fixture syslinux unpack pxelinux/bookworm syslinux-common/bookworm
fixture ipxe-bookworm unpack ipxe/bookworm ipxe-qemu/bookworm
fixture ipxe-trixie unpack ipxe/trixie ipxe-qemu/trixie
fixture ipxe-sid unpack ipxe/sid ipxe-qemu/sid
fixture tgt unpack_closure tgt/bookworm
fixture istgt unpack_closure istgt/bookworm
fixture kea unpack_closure kea-dhcp4-server/bookworm
fixture dhcpd unpack_closure isc-dhcp-server/bookworm
fixture grub unpack_closure grub-pc-bin/bookworm
fixture kernel unpack_kernel
fixture ovmf unpack ovmf/bookworm
fixture ovmf-sid unpack ovmf-generic/sid
fixture aavmf unpack qemu-efi-aarch64/bookworm
fixture shim unpack shim-signed/bookworm shim-helpers-amd64-signed/bookworm
fixture shim-arm64 unpack shim-signed:arm64/bookworm \
	shim-helpers-arm64-signed:arm64/bookworm
fixture efitools unpack efitools/bookworm
fixture mokutil unpack_closure mokutil/bookworm
fixture gnu-efi-arm64 unpack gnu-efi:arm64/bookworm
fixture open-iscsi unpack_closure open-iscsi/bookworm
fixture d-i unpack_di
