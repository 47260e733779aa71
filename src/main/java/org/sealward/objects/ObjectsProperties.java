package org.sealward.objects;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.convert.format.ReadableBytes;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;

/**
 * Where ciphertext objects lie.
 *
 * @param folder made when it is missing; for this service alone
 * @param keepFree bytes, as in {@code 256MB}, that objects leave free on the folder's disk
 */
@ConfigurationProperties("sealward.objects")
record ObjectsProperties(@NotNull Path folder, @PositiveOrZero @ReadableBytes long keepFree) {}
