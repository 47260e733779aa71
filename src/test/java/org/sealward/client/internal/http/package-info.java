@NullMarked
package org.sealward.client.internal.http;

import org.jspecify.annotations.NullMarked;
