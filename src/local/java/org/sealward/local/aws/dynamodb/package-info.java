/**
 * DynamoDB for the default run: Amazon's DynamoDB Local keeps the items, and a gate before it
 * decides who may do what.
 *
 * <p>DynamoDB Local knows no policies and, by itself, listens on every interface. Here it runs in a
 * JVM of its own, bound to loopback, and answers only to an access key that the gate alone knows
 * (another key is another, empty, database).
 */
@NullMarked
package org.sealward.local.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
