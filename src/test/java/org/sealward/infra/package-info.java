/** What is under {@code infra/}: the image, the compose file, the rules of Prometheus. */
@NullMarked
package org.sealward.infra;

import org.jspecify.annotations.NullMarked;
