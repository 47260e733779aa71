package org.sealward.fuzz;

import org.sealward.image.ImageHeaderTarget;
import org.sealward.limits.AddressTarget;
import org.sealward.people.PagingTarget;
import org.sealward.platform.CursorTarget;

/** Header fields and parameters of a query that are more than one number, id or word. */
public final class HeaderTarget implements Target {
  private final Target headers =
      Choice.of(
          new ImageHeaderTarget(), new AddressTarget(), new PagingTarget(), new CursorTarget());

  @Override
  public void accept(byte[] input) throws Exception {
    headers.accept(input);
  }
}
