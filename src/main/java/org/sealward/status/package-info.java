/**
 * The status page: what the public is told of the service, made of what probers saw and of what
 * operators say (docs/adr/0407-a-status-page-from-observations.md).
 */
@NullMarked
package org.sealward.status;

import org.jspecify.annotations.NullMarked;
