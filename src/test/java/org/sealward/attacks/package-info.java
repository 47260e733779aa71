/**
 * The attack suite: what a malicious service, database operator, peer, former member and caller of
 * AWS try against a real service and real clients. Each attack has a control that succeeds for who
 * is entitled, and a forgery that is right in everything but the one thing that must be refused.
 * {@code docs/attacks.md} is the list, made of {@link org.sealward.attacks.Attack}.
 */
@NullMarked
package org.sealward.attacks;

import org.jspecify.annotations.NullMarked;
