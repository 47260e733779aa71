package org.sealward.statuspage;

import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A small page that says something, and asks if there is something to ask: what follows after an
 * e-mail address was given, or a link of a mail was opened.
 *
 * @param title of the page
 * @param words paragraphs
 * @param form null when there is nothing to ask
 */
public record Question(String title, List<String> words, @Nullable Form form) {
  /**
   * A form.
   *
   * @param action where it is sent, by POST
   * @param fields names and labels; an {@code email} is asked for as such, a {@code code} as digits
   * @param kept names and values that go along unseen
   * @param button what it is called
   */
  public record Form(
      String action,
      SequencedMap<String, String> fields,
      SequencedMap<String, String> kept,
      String button) {}

  /** As HTML, under {@link StatusFiles#POLICY}. */
  public String page() {
    StringBuilder body = new StringBuilder("<main>\n<h1>");
    body.append(Markup.escaped(title)).append("</h1>\n");
    words.forEach(
        paragraph -> body.append("<p>").append(Markup.escaped(paragraph)).append("</p>\n"));
    if (form != null) {
      body.append(html(form));
    }
    return PageFrame.of(title, body.append("</main>\n").toString());
  }

  static String html(Form form) {
    StringBuilder html = new StringBuilder("<form method=\"post\" action=\"");
    html.append(Markup.escaped(form.action())).append("\">\n");
    form.kept()
        .forEach(
            (name, value) ->
                html.append(
                    "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n"
                        .formatted(Markup.escaped(name), Markup.escaped(value))));
    form.fields()
        .forEach(
            (name, label) ->
                html.append(
                    "<p><label for=\"%1$s\">%2$s</label> <input id=\"%1$s\" name=\"%1$s\" %3$s required=\"\"></p>\n"
                        .formatted(Markup.escaped(name), Markup.escaped(label), input(name))));
    return html.append("<p><button>")
        .append(Markup.escaped(form.button()))
        .append("</button></p>\n</form>\n")
        .toString();
  }

  private static String input(String name) {
    return switch (name) {
      case "email" -> "type=\"email\" autocomplete=\"email\" maxlength=\"254\"";
      case "code" -> "inputmode=\"numeric\" autocomplete=\"one-time-code\" maxlength=\"20\"";
      default -> "type=\"text\"";
    };
  }
}
