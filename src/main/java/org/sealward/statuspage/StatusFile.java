package org.sealward.statuspage;

import org.sealward.envelope.Bytes;

/**
 * One form of the status.
 *
 * @param type media type, such as {@code application/json}
 */
public record StatusFile(String type, Bytes content) {}
