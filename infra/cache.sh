#!/usr/bin/env bash
# Makes the ahead-of-time caches of a file system that image.sh has laid out, by its own runtime and jars:
#   infra/cache.sh FOLDER
# The service runs in it against the stand-ins of the local default, to learn. JAVA_HOME is the JDK that they run on.
set -euo pipefail
jar="$(cd "$1" && pwd -P)/opt/sealward/sealward.jar"
cd "$(dirname "${BASH_SOURCE[0]}")/.."

"$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
  -cp "target/classes:target/test-classes:$(<target/local.classpath)" org.sealward.local.bench.AotCache "$jar"
