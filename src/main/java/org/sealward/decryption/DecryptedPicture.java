package org.sealward.decryption;

/**
 * A picture that is to be sent as a response's body.
 *
 * @param picture open; closed by whoever sends it
 * @param length in bytes
 */
record DecryptedPicture(Picture picture, long length) {}
