package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.sealward.envelope.Bytes;

/**
 * Up to where the service has a prober's observations (protocol §19.2).
 *
 * @param next the number that it takes next
 * @param previous the hash of the last one it has; 32 zero bytes when it has none
 * @param time of the service's clock
 */
@Serdeable
public record ObservationsTaken(long next, Bytes previous, Instant time) {}
