package org.sealward.keydirectory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.platform.BytesColumn;

/**
 * A row of the table {@code public_bundle}.
 *
 * @param body the signed bundle as JSON
 */
@MappedEntity("public_bundle")
record BundleRow(
    @Id UUID userId,
    int version,
    @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes body) {}
