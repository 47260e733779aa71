package org.sealward.decryption;

import org.sealward.api.AssistedDecryption;
import org.sealward.envelope.ImageGrant;
import org.sealward.image.ImageProblem;
import org.sealward.platform.Problem;

/** The bytes of a picture that are wanted; it has them. */
record PictureRange(long offset, long length) {
  /**
   * What a request names.
   *
   * @throws Problem {@link ImageProblem#RANGE_NOT_SATISFIABLE}
   */
  static PictureRange of(AssistedDecryption body, ImageGrant grant) {
    long whole = grant.content().plaintextLength();
    long offset = body.offset() == null ? 0 : body.offset();
    long length = body.length() == null ? whole - offset : body.length();
    if (offset < 0 || length < 0 || offset > whole || length > whole - offset) {
      throw new Problem(ImageProblem.RANGE_NOT_SATISFIABLE, "It has " + whole + " bytes.");
    }
    return new PictureRange(offset, length);
  }
}
