package org.sealward.platform;

/** The service takes no more connections: send clients elsewhere. */
public record ServiceStopping() {}
