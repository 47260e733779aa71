/**
 * How patients and specialists find each other: institutions, invitations, specialists' profiles
 * and search, and the connection that a patient asks for and a specialist accepts. That connection
 * is the path the whole product exists for.
 */
@NullMarked
package org.sealward.people;

import org.jspecify.annotations.NullMarked;
