package org.sealward.envelope;

import java.util.UUID;

/**
 * What an image's ciphertext is bound to (protocol §8.1).
 *
 * @param subjectId the person the image shows, usually the patient
 * @param ownerId who sealed it
 */
public record ImageContext(UUID imageId, UUID subjectId, UUID ownerId, UUID conversationId) {
  Bytes encoded() {
    return Pae.labelled("image").id(imageId).id(subjectId).id(ownerId).id(conversationId).encode();
  }
}
