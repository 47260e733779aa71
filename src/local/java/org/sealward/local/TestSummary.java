package org.sealward.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Tells people how a test run went, from the XML reports of Surefire and Failsafe.
 *
 * <p>{@code ./sealward test} starts it from source, before or without compilation, so it uses
 * nothing but the JDK.
 */
public final class TestSummary {

  /** What became of one test. */
  enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
  }

  /** One test of a report; {@code reason} is empty when it passed. */
  record Result(String test, Outcome outcome, String reason, double seconds) {}

  private static final int SLOW_TEST_SECONDS = 20;

  /** A class that runs the contract with AWS against what it names. */
  private static final Pattern CONTRACT = Pattern.compile("ContractOn(\\w+)Test(\\..*)?");

  private TestSummary() {}

  /**
   * Prints the summary of the reports under the build folder {@code args[0]} after a run of {@code
   * args[1]} seconds. Exits with 1 when a test failed or none ran.
   */
  public static void main(String[] args) throws IOException {
    List<Result> results = new ArrayList<>();
    for (String reports : List.of("surefire-reports", "failsafe-reports")) {
      results.addAll(read(Path.of(args[0], reports)));
    }
    System.exit(print(results, Long.parseLong(args[1]), System.out) ? 0 : 1);
  }

  /** The results of all reports in a folder; none when the folder does not exist. */
  static List<Result> read(Path folder) throws IOException {
    List<Result> results = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> reports = Files.newDirectoryStream(folder, "TEST-*.xml")) {
        for (Path report : reports) {
          results.addAll(readReport(report));
        }
      }
    }
    return results;
  }

  private static List<Result> readReport(Path report) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    List<Result> results = new ArrayList<>();
    try (InputStream in = Files.newInputStream(report)) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT
            && xml.getLocalName().equals("testcase")) {
          results.add(readTest(xml));
        }
      }
    } catch (XMLStreamException e) {
      throw new IOException("cannot read the test report " + report, e);
    }
    return results;
  }

  private static Result readTest(XMLStreamReader xml) throws XMLStreamException {
    String className = attribute(xml, "classname");
    String name = attribute(xml, "name");
    String seconds = attribute(xml, "time").replace(",", "");
    Outcome outcome = Outcome.PASSED;
    String reason = "";
    while (!(xml.next() == XMLStreamConstants.END_ELEMENT
        && xml.getLocalName().equals("testcase"))) {
      if (xml.isStartElement()) {
        switch (xml.getLocalName()) {
          case "failure", "error" -> {
            outcome = Outcome.FAILED;
            reason = firstLines(attribute(xml, "message"), attribute(xml, "type"));
          }
          case "skipped" -> {
            outcome = Outcome.SKIPPED;
            reason = attribute(xml, "message");
            reason = firstLines(reason.isEmpty() ? abortReason(xml) : reason, "no reason given");
          }
          default -> {}
        }
      }
    }
    String simpleName = className.substring(className.lastIndexOf('.') + 1);
    return new Result(
        name.isEmpty() ? simpleName : simpleName + "." + name,
        outcome,
        reason,
        seconds.isEmpty() ? 0 : Double.parseDouble(seconds));
  }

  /** A failed assumption has no message attribute, but a stack trace: its first line has it. */
  private static String abortReason(XMLStreamReader xml) throws XMLStreamException {
    String line = xml.getElementText().lines().findFirst().orElse("");
    return line.substring(line.indexOf(": ") + 1);
  }

  private static String attribute(XMLStreamReader xml, String name) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  private static String firstLines(String message, String otherwise) {
    String lines = String.join(" ", message.lines().map(String::strip).limit(6).toList()).strip();
    return lines.isEmpty() ? otherwise : lines;
  }

  /** Prints for people, the count in the last line. Returns whether tests ran and none failed. */
  static boolean print(List<Result> results, long runSeconds, PrintStream out) {
    List<Result> failed = with(Outcome.FAILED, results);
    List<Result> skipped = with(Outcome.SKIPPED, results);
    printList("Failed", failed, out);
    printList("Skipped", skipped, out);
    List<Result> slow =
        results.stream()
            .filter(result -> result.seconds() >= SLOW_TEST_SECONDS)
            .sorted(Comparator.comparingDouble(Result::seconds).reversed())
            .limit(5)
            .toList();
    if (!slow.isEmpty()) {
      out.println("Slowest");
      slow.forEach(test -> out.printf("  %4.0f s  %s%n", test.seconds(), test.test()));
    }
    printContract(results, out);
    if (results.isEmpty()) {
      out.println("No test ran.");
    }
    out.println(
        runSeconds < 60
            ? "Took " + runSeconds + " s"
            : "Took %d min %02d s".formatted(runSeconds / 60, runSeconds % 60));
    out.printf(
        "%d passed, %d failed, %d skipped%n",
        results.size() - failed.size() - skipped.size(), failed.size(), skipped.size());
    return failed.isEmpty() && !results.isEmpty();
  }

  private static List<Result> with(Outcome outcome, List<Result> results) {
    return results.stream()
        .filter(result -> result.outcome() == outcome)
        .sorted(Comparator.comparing(Result::test))
        .toList();
  }

  /** Against what the contract with AWS ran, and against what it did not. */
  private static void printContract(List<Result> results, PrintStream out) {
    Map<String, List<Result>> runs = new TreeMap<>();
    for (Result result : results) {
      Matcher contract = CONTRACT.matcher(result.test());
      if (contract.matches()) {
        runs.computeIfAbsent(contract.group(1), _ -> new ArrayList<>()).add(result);
      }
    }
    if (!runs.isEmpty()) {
      out.println("Contract with AWS");
      runs.forEach(
          (name, ran) -> {
            int skipped = with(Outcome.SKIPPED, ran).size();
            out.printf(
                "  %-12s %s%n",
                name,
                skipped == ran.size()
                    ? "not run: " + ran.getFirst().reason()
                    : "%d passed, %d failed, %d skipped"
                        .formatted(
                            with(Outcome.PASSED, ran).size(),
                            with(Outcome.FAILED, ran).size(),
                            skipped));
          });
    }
  }

  private static void printList(String title, List<Result> results, PrintStream out) {
    if (!results.isEmpty()) {
      out.println(title);
      results.forEach(result -> out.println("  " + result.test() + "\n      " + result.reason()));
    }
  }
}
