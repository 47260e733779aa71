/** The PostgreSQL of the default run: a real server from Maven Central, on loopback only. */
@NullMarked
package org.sealward.local.postgres;

import org.jspecify.annotations.NullMarked;
