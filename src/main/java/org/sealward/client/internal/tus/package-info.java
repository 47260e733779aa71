/**
 * Resumable uploads by tus 1.0 (tus.io/protocols/resumable-upload). Not API: apps use {@link
 * org.sealward.client.Images}.
 */
@NullMarked
package org.sealward.client.internal.tus;

import org.jspecify.annotations.NullMarked;
