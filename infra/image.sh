#!/usr/bin/env bash
# Lays out the root file system of the service's image from what Maven has built:
#   infra/image.sh FOLDER
# The Java runtime, the jar with its libraries, their list, its workers' and its options, the certificates of RDS, and of the system the C
# library alone: no shell, no package manager. JAVA_HOME is the JDK that the runtime is taken from. For Debian and
# Ubuntu.
set -euo pipefail
image="$(mkdir -p "$1" && cd "$1" && pwd -P)"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
app="$image/opt/sealward"

mkdir -p "$app"
"$JAVA_HOME/bin/jlink" @infra/jlink.options --output "$app/java"
find "$app/java/bin" -type f ! -name java -delete
cp target/sealward-[0-9]*.jar "$app/sealward.jar"
cp -r target/lib target/worker.jar target/service.options target/sbom.json infra/rds-ca.pem "$app"

# Every library of the system that the runtime's own libraries and AWS-LC's ask for, under the names that they use.
aws_lc="$(mktemp -d)"
trap 'rm -rf "$aws_lc"' EXIT
(cd "$aws_lc" && "$JAVA_HOME/bin/jar" xf "$app"/lib/AmazonCorrettoCryptoProvider-*.jar)
find "$app/java" "$aws_lc" -name '*.so' -print0 | xargs -0 ldd "$app/java/bin/java" |
  grep -oE '(=> |^\s)/(usr/)?lib[^ ]*' | grep -oE '/.*' | sort -u |
  while read -r library; do
    mkdir -p "$image$(dirname "$library")"
    cp -L "$library" "$image$library"
  done

mkdir -p "$image/etc" "$image/data" "$image/proc" "$image/dev"
mkdir -p -m 1777 "$image/tmp"
echo 'sealward:x:65532:65532::/data:/none' >"$image/etc/passwd"
echo 'sealward:x:65532:' >"$image/etc/group"
echo 'hosts: files dns' >"$image/etc/nsswitch.conf"
# The C library's licence; and what it is, for tools that look for weaknesses in images.
mkdir -p "$image/usr/share/doc/libc6" "$image/var/lib/dpkg/status.d"
cp -L /etc/os-release "$image/etc/os-release"
cp /usr/share/doc/libc6/copyright "$image/usr/share/doc/libc6/copyright"
dpkg-query --status libc6 >"$image/var/lib/dpkg/status.d/libc6"

# The ahead-of-time cache, which cache.sh makes, goes by the times of files in seconds; copying must not change them.
find "$image" -exec touch --no-dereference --date=2026-01-01T00:00:00Z {} +
