/**
 * Orders to erase are written to the {@link org.sealward.platform.Journal} outside of the database,
 * and carried out again when the database has forgotten them: {@code
 * docs/adr/0331-erasures-are-repeated.md}.
 */
@NullMarked
package org.sealward.erasure;

import org.jspecify.annotations.NullMarked;
