/**
 * Ciphertext objects: opaque bytes under a random key, received in pieces that survive a crash,
 * then finished and immutable.
 *
 * <p>An object is <em>unfinished</em> from {@link org.sealward.objects.ObjectStore#create} to
 * {@link org.sealward.objects.ObjectStore#complete} and only grows; once finished it is only read
 * or deleted. The store knows nothing of users, images or encryption, and keeps no list of its own
 * of what is wanted: who refers to an object is written in PostgreSQL, and what nothing refers to
 * is found with {@link org.sealward.objects.ObjectStore#forEachUntouchedSince} and deleted.
 *
 * <p>Beside them, in the same folder or bucket, lies the {@link org.sealward.platform.Journal}.
 */
@NullMarked
package org.sealward.objects;

import org.jspecify.annotations.NullMarked;
