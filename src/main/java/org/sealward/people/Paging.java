package org.sealward.people;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sealward.api.Page;
import org.sealward.envelope.Bytes;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;

/** Pages of lists that are in the order of an id: the cursor is the last id shown. */
final class Paging {
  static final int SIZE = 100;

  private static final UUID START = new UUID(0, 0);

  private Paging() {}

  /**
   * @param fetch up to {@link #SIZE} + 1 rows with ids above the one given, in order
   * @throws Problem {@link GeneralProblem#INVALID_CURSOR}
   */
  static <R, T> Page<T> page(
      Function<UUID, List<R>> fetch,
      @Nullable String cursor,
      Function<R, UUID> id,
      Function<R, T> shown) {
    List<R> rows = fetch.apply(cursor == null ? START : decode(cursor));
    boolean more = rows.size() > SIZE;
    List<R> page = more ? rows.subList(0, SIZE) : rows;
    return new Page<>(
        page.stream().map(shown).toList(), more ? encode(id.apply(page.getLast())) : null);
  }

  private static String encode(UUID id) {
    return Bytes.utf8(id.toString()).base64Url();
  }

  private static UUID decode(String cursor) {
    try {
      UUID id =
          UUID.fromString(
              new String(Bytes.fromBase64Url(cursor).toArray(), StandardCharsets.UTF_8));
      if (encode(id).equals(cursor)) {
        return id;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new Problem(GeneralProblem.INVALID_CURSOR, "Begin again without a cursor.");
  }
}
