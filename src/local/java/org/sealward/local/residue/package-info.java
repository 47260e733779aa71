/**
 * {@code ./sealward verify residue}: what assisted decryption leaves behind in the service's
 * memory, files and database, found by a search for everything secret that went through it.
 */
@NullMarked
package org.sealward.local.residue;

import org.jspecify.annotations.NullMarked;
