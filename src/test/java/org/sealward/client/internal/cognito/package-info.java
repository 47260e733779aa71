@NullMarked
package org.sealward.client.internal.cognito;

import org.jspecify.annotations.NullMarked;
