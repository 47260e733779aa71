/**
 * What app developers read: the API's OpenAPI document, which the build makes from the controllers,
 * and a viewer for it that loads nothing from elsewhere.
 */
@NullMarked
package org.sealward.reference;

import org.jspecify.annotations.NullMarked;
