package org.sealward.client;

import org.sealward.api.LogDescription;
import org.sealward.transparency.TreeHead;

/**
 * How a client stands to the log of keys.
 *
 * @param log as it is believed; with a quorum of 0 nobody vouches that it is the newest, and that
 *     others see the same
 * @param read how much of it was read, which receivers of messages are told
 */
public record LogStanding(LogDescription log, TreeHead read) {}
