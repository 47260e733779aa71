/** AWS Signature Version 4: who sent a request, and is it the request that was signed. */
@NullMarked
package org.sealward.local.aws.signature;

import org.jspecify.annotations.NullMarked;
