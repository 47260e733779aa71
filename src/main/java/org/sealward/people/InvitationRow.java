package org.sealward.people;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.platform.BytesColumn;

/**
 * A row of the table {@code invitation}.
 *
 * @param codeHash SHA-256 of the code, 32 bytes
 */
@MappedEntity("invitation")
record InvitationRow(
    @Id UUID id,
    UUID institutionId,
    String role,
    @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes codeHash,
    UUID invitedBy,
    Instant expiresAt,
    @Nullable UUID acceptedBy,
    @Nullable Instant acceptedAt) {}
