package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;

/** Whether an institution wants the service to decrypt images for apps that cannot. */
@Serdeable
public record AssistedDecryptionPolicy(boolean enabled) {}
