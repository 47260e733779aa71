package org.sealward.statuspage;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a status page stands: at the service, or as a copy somewhere else. Links between the forms
 * are relative, so that they work in both.
 *
 * @param service root of the service, with a slash at its end
 * @param page where people find the page
 * @param feed where programs find the feed
 * @param copy whether it stands elsewhere
 * @param subscriptions whether the page asks for e-mail addresses, at {@code status/subscriptions}
 */
public record StatusPlace(URI service, URI page, URI feed, boolean copy, boolean subscriptions) {
  /** At the service itself: the page at {@code status}, the other files by their names. */
  public static StatusPlace service(URI root, boolean subscriptions) {
    URI service = folder(root);
    return new StatusPlace(
        service,
        service.resolve("status"),
        service.resolve(StatusFiles.FEED),
        false,
        subscriptions);
  }

  /**
   * Elsewhere.
   *
   * @param address where people find the copy; when nobody says, its JSON and its feed name the
   *     service's own page
   */
  public static StatusPlace copy(URI root, @Nullable URI address) {
    StatusPlace original = service(root, false);
    if (address == null) {
      return new StatusPlace(original.service(), original.page(), original.feed(), true, false);
    }
    URI here = folder(address);
    return new StatusPlace(original.service(), here, here.resolve(StatusFiles.FEED), true, false);
  }

  private static URI folder(URI address) {
    String text = address.toString();
    return text.endsWith("/") ? address : URI.create(text + "/");
  }

  /** Of the page, wherever a copy stands. */
  String id() {
    return service.getAuthority();
  }

  /** Where on the page something is told. */
  String anchor(String id) {
    return page + "#" + id;
  }

  /** How the page gets at something of the service's. */
  String link(String path) {
    return copy ? service.resolve(path).toString() : path;
  }
}
