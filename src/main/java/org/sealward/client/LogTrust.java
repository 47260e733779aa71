package org.sealward.client;

import org.sealward.transparency.LogPolicy;

/**
 * Which log is believed.
 *
 * @param pinned whether the app brought it along, so that it may take the place of another one
 */
record LogTrust(LogPolicy policy, boolean pinned) {}
