@NullMarked
package org.sealward.cognito;

import org.jspecify.annotations.NullMarked;
