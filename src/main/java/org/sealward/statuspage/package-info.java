/**
 * What the public is told, in every form: a page for people, JSON in the shape of Statuspage's API,
 * an Atom feed. All of it follows from one {@code ServiceStatus} and from where it will stand.
 */
@NullMarked
package org.sealward.statuspage;

import org.jspecify.annotations.NullMarked;
