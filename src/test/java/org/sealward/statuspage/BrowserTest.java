package org.sealward.statuspage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.NodeRunner;
import org.sealward.Tool;
import org.sealward.api.ServiceStatus;

/**
 * The pages in a real browser. With {@code -Dscreenshots.write=true} it writes those of {@code
 * docs} anew.
 */
class BrowserTest {
  /** What must be found: a picture without words, grey on grey, and something from elsewhere. */
  private static final String WRONG =
      """
      <img src="http://127.0.0.1:9/x.png" width="9" height="9"><p><font color="#999999">Grey</font></p>
      """;

  @TempDir private Path pages;

  @TestFactory
  Stream<DynamicTest> pages() throws IOException {
    Path chromium = Tool.require("chromium");
    write("calm", page(SampleStatus.calm(), SampleStatus.AT_SERVICE));
    write("outage", page(SampleStatus.outage(), SampleStatus.AT_SERVICE));
    write(
        "copy",
        page(
            StatusFiles.unreachable(SampleStatus.outage(), SampleStatus.NOW.plusSeconds(60)),
            StatusPlace.copy(SampleStatus.SERVICE, null)));
    write(
        "question",
        new Question(
                "Check your mail",
                List.of("We have sent you a code."),
                new Question.Form(
                    "confirm",
                    new LinkedHashMap<>(Map.of("code", "Code")),
                    new LinkedHashMap<>(Map.of("email", "anna@mail.example")),
                    "Confirm"))
            .page());
    write("wrong", PageFrame.of("Wrong", "<main><h1>Wrong</h1>" + WRONG + "</main>"));
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "PAGES", pages.toString(),
                "CHROMIUM", chromium.toString(),
                "POLICY", StatusFiles.POLICY));
    if (Boolean.getBoolean("screenshots.write")) {
      environment.put("SCREENSHOTS", Path.of("docs").toAbsolutePath().toString());
    }
    return NodeRunner.of("statuspage").test(environment, "look.test.mjs");
  }

  private static String page(ServiceStatus status, StatusPlace place) {
    return new String(
        SampleStatus.file(status, place, StatusFiles.PAGE).content().toArray(), UTF_8);
  }

  private void write(String name, String html) throws IOException {
    Files.writeString(pages.resolve(name + ".html"), html);
  }
}
