/**
 * How the service calls AWS, whatever it calls: its clients, one policy for waiting, trying again
 * and giving up, and the figures of it.
 *
 * <p>A call has a bound, and so has each of its attempts. What fails in passing, or is throttled,
 * is tried three times, with pauses that grow and are random. A service of AWS that goes on failing
 * is not called for some seconds ({@link org.sealward.aws.CallBreaker}): those who need it are told
 * so at once, instead of each waiting for the bound.
 */
@NullMarked
package org.sealward.aws;

import org.jspecify.annotations.NullMarked;
