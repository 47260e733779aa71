package org.sealward.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.UUID;
import java.util.function.Function;
import org.sealward.fuzz.Target;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;

/** Cursors of lists: what is accepted is given out again for the same place. */
public final class PagingTarget implements Target {
  @Override
  public void accept(byte[] input) {
    String cursor = new String(input, UTF_8);
    try {
      String next =
          Paging.<UUID, UUID>page(
                  after -> Collections.nCopies(Paging.SIZE + 1, after),
                  cursor,
                  Function.identity(),
                  Function.identity())
              .next();
      assertThat(next).isEqualTo(cursor);
    } catch (Problem refused) {
      assertThat(refused.type()).isEqualTo(GeneralProblem.INVALID_CURSOR);
    }
  }
}
