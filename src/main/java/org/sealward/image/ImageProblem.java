package org.sealward.image;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** What can be wrong with an upload, an image, a grant or a revocation. */
@Introspected
public enum ImageProblem implements ProblemType {
  UPLOAD_NOT_VALID(400, "The upload request breaks a rule of the tus protocol or of this service"),
  UPLOAD_BROKEN_OFF(400, "The body ended before its length"),
  /** The same for one that does not exist, one that expired and another user's. */
  UPLOAD_NOT_FOUND(404, "There is no such upload"),
  UPLOAD_OFFSET_MISMATCH(409, "The upload does not stand at that offset"),
  UPLOAD_TAKEN_OVER(409, "A newer request goes on with the upload"),
  UPLOAD_FINISHED(409, "The upload is finished"),
  TUS_VERSION_NOT_SUPPORTED(412, "The service speaks another version of the tus protocol"),
  IMAGE_TOO_LARGE(413, "The image is too large"),
  UPLOAD_BUSY(423, "Another request is still writing to the upload"),
  STORAGE_UNAVAILABLE(503, "Images cannot be reached now"),
  STORAGE_FULL(507, "The service has no room left for images"),
  /** The same for one that does not exist and one that the caller may not, or no longer, see. */
  IMAGE_NOT_FOUND(404, "There is no such image"),
  IMAGE_EXISTS(409, "The image id is taken"),
  RANGE_NOT_SATISFIABLE(416, "The image has no bytes in that range"),
  GRANT_NOT_VALID(422, "The grant breaks a rule of the protocol"),
  GRANT_KEY_OUTDATED(409, "The granter's or the recipient's keys have changed"),
  GRANT_REVOKED(409, "The grant was revoked"),
  REVOCATION_NOT_VALID(422, "The revocation breaks a rule of the protocol");

  private final int status;
  private final String title;

  ImageProblem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
