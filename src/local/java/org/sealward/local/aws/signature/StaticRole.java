package org.sealward.local.aws.signature;

/**
 * A role that nobody assumes here: its access key lasts.
 *
 * @param grant what the key stands for
 */
public record StaticRole(AccessKey key, Grant grant) {}
