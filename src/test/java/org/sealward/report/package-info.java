@NullMarked
package org.sealward.report;

import org.jspecify.annotations.NullMarked;
