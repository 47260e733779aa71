package org.sealward.image;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.platform.BytesColumn;

/**
 * A row of the table {@code image_grant}.
 *
 * @param body the signed grant as JSON
 * @param revocation the signed revocation as JSON; null while the grant holds
 */
@MappedEntity("image_grant")
record GrantRow(
    @Id @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes grantHash,
    UUID imageId,
    UUID recipientId,
    @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes body,
    @Nullable @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class)
        Bytes revocation) {

  boolean isRevoked() {
    return revocation != null;
  }
}
