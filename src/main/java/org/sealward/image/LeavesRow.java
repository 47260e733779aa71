package org.sealward.image;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.platform.BytesColumn;

/** A row of the table {@code image_leaves}: 32 bytes for each MiB of ciphertext. */
@MappedEntity("image_leaves")
record LeavesRow(
    @Id UUID imageId,
    @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes leaves) {}
