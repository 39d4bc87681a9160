#!/usr/bin/env bash
# Installs the Debian packages of deploy/test-packages.txt that are missing; does nothing when all
# are there. Works as root or with sudo. With --check it only says what is missing (exit 1).
set -euo pipefail

list="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/deploy/test-packages.txt"
mapfile -t wanted < <(sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$list")

fail() {
    printf 'install-packages: %s\n' "$*" >&2
    exit 1
}

command -v dpkg-query >/dev/null ||
    fail "this is not a Debian system. Install by hand what deploy/test-packages.txt lists," \
        "then run the three commands of the Makefile's 'checks'."

missing=()
for package in "${wanted[@]}"; do
    status="$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)"
    [ "$status" = installed ] || missing+=("$package")
done

if [ "${#missing[@]}" -eq 0 ]; then
    exit 0
fi
if [ "${1:-}" = --check ]; then
    fail "missing: ${missing[*]}"
fi

if [ "$(id -u)" -eq 0 ]; then
    become=()
elif command -v sudo >/dev/null; then
    become=(sudo)
else
    fail "these packages are missing and neither root nor sudo is at hand: ${missing[*]}"
fi

printf 'installing %s\n' "${missing[*]}" >&2

# The tests start their own servers on free ports; the system's stay unconfigured.
printf '%s\n' 'postfix postfix/main_mailer_type select No configuration' \
    'opendmarc opendmarc/dbconfig-install boolean false' |
    "${become[@]}" debconf-set-selections 2>/dev/null || true

# The directory of the tests is their own, too.
printf 'slapd slapd/no_configuration boolean true\n' | "${become[@]}" debconf-set-selections 2>/dev/null || true

apt=("${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -q
    -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 -o DPkg::Lock::Timeout=120)
"${apt[@]}" update >&2 || fail "the package lists cannot be fetched; is there a network?"
"${apt[@]}" install --no-install-recommends "${missing[@]}" >&2 ||
    fail "could not install: ${missing[*]}"
