/**
 * What Sealward relies on at AWS, as one suite: against our stand-in always, against stand-ins of
 * others for what they are honest about, and against an account on demand.
 */
package org.sealward.local.aws.contract;
