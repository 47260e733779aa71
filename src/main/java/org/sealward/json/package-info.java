/**
 * How JSON is read, by the service and by the Java client: exactly what the shape says, or not at
 * all (protocol §1.3). The rule stands here once; nothing else in the product parses JSON.
 */
@NullMarked
package org.sealward.json;

import org.jspecify.annotations.NullMarked;
