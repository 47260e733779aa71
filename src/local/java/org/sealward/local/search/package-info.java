/**
 * Searches everything a server wrote for things that it must never have held: what users wrote, the
 * pictures they sent, their private keys.
 *
 * <p>A {@link org.sealward.local.search.Needle} is looked for in every {@link
 * org.sealward.local.search.Encoding}, in every {@link org.sealward.local.search.Store}, in one
 * pass over the data. Nothing is skipped in silence: what cannot be read is an error of the {@link
 * org.sealward.local.search.SearchReport}, and control needles, which a store is known to hold,
 * show that the search sees what is there.
 *
 * <p>What it cannot see: content that was transformed in other ways, such as compressed by the
 * server itself. PostgreSQL compresses long values, so a live row is searched through SQL; a
 * compressed row that was deleted and not yet overwritten is in its files alone and stays unseen.
 * So does a needle of up to 32 bytes in a file where a page header happens to break it in two.
 */
@NullMarked
package org.sealward.local.search;

import org.jspecify.annotations.NullMarked;
