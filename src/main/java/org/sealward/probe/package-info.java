/**
 * The prober: a program of its own that does what a patient and a specialist do, from outside, over
 * and over, and signs what it saw (protocol §19). It is on the client's side and has nothing of the
 * service on its class path.
 */
@NullMarked
package org.sealward.probe;

import org.jspecify.annotations.NullMarked;
