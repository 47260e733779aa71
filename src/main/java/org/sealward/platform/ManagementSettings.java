package org.sealward.platform;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;

/**
 * Made at start-up so that a bad port stops it; Micronaut would put the endpoints elsewhere.
 *
 * @param port where {@code /health} and {@code /prometheus} are, on the same host, apart from the
 *     API so that only the operator's network needs to reach them
 */
@Context
@ConfigurationProperties("sealward.management")
record ManagementSettings(int port) {}
