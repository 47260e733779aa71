package org.sealward.statuspage;

import java.util.Base64;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Hash;

/** What all pages have around them. They load nothing and run nothing. */
final class PageFrame {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--text:#1b1b1b;--back:#fff;--soft:#f2f2f2;--line:#767676;--link:#0b4f9e;--good:#1a7f37;--some:#9a5b00;--bad:#b3261e;--none:#8c8c8c}
      @media(prefers-color-scheme:dark){:root{--text:#ececec;--back:#131313;--soft:#242424;--line:#8f8f8f;--link:#8ab4f8;--good:#4cc26a;--some:#e0a030;--bad:#ff7b72;--none:#757575}}
      body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:var(--text);background:var(--back);overflow-wrap:anywhere}
      h1{font-size:1.5rem;margin:0 0 1rem}
      h2{font-size:1.2rem;margin:2rem 0 .5rem}
      h3{font-size:1rem;margin:0}
      p{margin:.4rem 0}
      a{color:var(--link)}
      .now{border:2px solid var(--line);border-left-width:.8rem;padding:.6rem 1rem;font-size:1.3rem;font-weight:bold}
      .now.none{border-color:var(--good)}
      .now.minor,.now.maintenance{border-color:var(--some)}
      .now.major,.now.critical{border-color:var(--bad)}
      .say{border:1px solid var(--line);background:var(--soft);padding:.6rem 1rem;white-space:pre-line}
      article,.part{border-top:1px solid var(--line);padding:.7rem 0}
      .part>div{display:flex;justify-content:space-between;column-gap:1rem;flex-wrap:wrap}
      .part p{margin:0}
      .operational{color:var(--good)}
      .degraded,.partial-outage,.maintenance{color:var(--some)}
      .major-outage{color:var(--bad)}
      .now.maintenance{color:inherit}
      .ends{display:flex;justify-content:space-between;font-size:.85rem}
      .words{white-space:pre-line}
      svg{display:block;width:100%;height:34px;margin:.3rem 0 .1rem}
      rect{vector-effect:non-scaling-stroke}
      rect.up{fill:var(--good)}
      rect.some{fill:var(--some)}
      rect.down{fill:var(--bad)}
      rect.unknown{fill:none;stroke:var(--text);stroke-width:1.5}
      rect.before{fill:var(--none)}
      ul.posts{list-style:none;padding:0;margin:.4rem 0}
      ul.posts li{margin:.5rem 0}
      table{border-collapse:collapse;font-size:.9rem;margin:.4rem 0}
      th,td{border:1px solid var(--line);padding:.2rem .5rem;text-align:left}
      summary{cursor:pointer}
      input,button{font:inherit;padding:.4rem .6rem;border:1px solid var(--line);color:inherit;background:var(--back);max-width:100%;box-sizing:border-box}
      button{background:var(--soft);cursor:pointer}
      :focus-visible{outline:3px solid var(--link);outline-offset:2px}
      footer{border-top:1px solid var(--line);margin-top:2rem;padding-top:.5rem;font-size:.9rem}
      """;

  /** What a page itself says; some of it browsers take only from a header. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + Base64.getEncoder().encodeToString(Hash.of(Bytes.utf8(STYLE)).toArray())
          + "'; base-uri 'none'; form-action 'self'";

  private PageFrame() {}

  /**
   * A page.
   *
   * @param title as text
   * @param body as HTML
   */
  static String of(String title, String body) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="%s">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <style>%s</style>
    </head>
    <body>
    %s</body>
    </html>
    """
        .formatted(POLICY, Markup.escaped(title), STYLE, body);
  }
}
