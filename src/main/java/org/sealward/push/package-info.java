/** What goes out of the service to others than its clients: a push that says nothing. */
@NullMarked
package org.sealward.push;

import org.jspecify.annotations.NullMarked;
