/**
 * What goes out of the service to others than its clients: mail and webhooks, and the outbox where
 * notices wait until they were taken (docs/adr/0405-notices-from-an-outbox.md).
 */
@NullMarked
package org.sealward.notify;

import org.jspecify.annotations.NullMarked;
