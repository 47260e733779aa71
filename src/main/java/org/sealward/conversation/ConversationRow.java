package org.sealward.conversation;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.UUID;
import org.sealward.api.ConversationSummary;
import org.sealward.envelope.Bytes;
import org.sealward.platform.BytesColumn;

/**
 * A row of the table {@code conversation}, the newest entry of its chain, as one member has it.
 *
 * @param archived the member's own mark; false where no member is asked about
 */
@MappedEntity("conversation")
record ConversationRow(
    @Id UUID id,
    long epoch,
    @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes membershipHash,
    Instant createdAt,
    boolean archived) {

  ConversationSummary shown() {
    return new ConversationSummary(id, epoch, membershipHash, createdAt, archived);
  }
}
