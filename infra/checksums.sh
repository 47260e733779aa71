#!/usr/bin/env bash
# Renews the lock of what the build fetches, .mvn/checksums/checksums.sha256, after versions were changed:
#   infra/checksums.sh
# Fetches everything anew, into a repository of its own under target, by a build of a copy of the sources on which
# nothing is verified. Look at the difference before you commit it: a file that did not change its version must not
# have changed its checksum. JAVA_HOME is the JDK.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
list="$PWD/.mvn/checksums/checksums.sha256"
work="$PWD/target/checksums"
repository="$work/repository"
rm -rf "$work"
mkdir -p "$work/sources"
git ls-files -z --cached --others --exclude-standard | tar --null --files-from=- -cf - | tar -xf - -C "$work/sources"

# Everything that profiles for other computers add, too; one test, for what runs tests.
cd "$work/sources"
: >.mvn/checksums/checksums.sha256
maven=(mvn --batch-mode --quiet -Dmaven.repo.local="$repository" -Dchecksums.skip=true)
"${maven[@]}" -Plinux-x86_64,linux-aarch_64,osx-aarch_64 -DskipITs -Dtest=ToolTest -Dspotless.check.skip=true \
  spotless:apply verify
"${maven[@]}" -Pmutations dependency:resolve-plugins
"${maven[@]}" -f target/client/pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath
cd - >/dev/null

"$JAVA_HOME/bin/java" src/local/java/org/sealward/local/supply/Checksums.java renew "$repository" "$list"
rm -rf "$work"
git diff --stat -- "$list"
