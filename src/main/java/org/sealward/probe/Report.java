package org.sealward.probe;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Observation;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Result;

/** What the prober prints: a line for each probe, for people or for programs. */
record Report(PrintWriter out, PrintWriter err, boolean json) {
  /**
   * @param why the failed step failed; empty when none did
   */
  void probe(Observation observation, String why) {
    out.println(json ? object(observation, why) : line(observation, why));
    out.flush();
  }

  /** Something that people have to know, on standard error. */
  void warn(Instant at, String what) {
    err.println(at.truncatedTo(ChronoUnit.SECONDS) + "  " + printable(what));
    err.flush();
  }

  private static String outcome(Observation observation) {
    if (observation.worked()) {
      return "good";
    }
    return observation.isBlind() ? "blind" : "bad";
  }

  private static String line(Observation observation, String why) {
    String steps =
        observation.steps().stream()
            .map(
                result ->
                    name(result.step())
                        + " "
                        + result.took().toMillis()
                        + " ms"
                        + (result.ending() == Ending.WORKED ? "" : " " + name(result.ending())))
            .collect(Collectors.joining(", "));
    return observation.at().truncatedTo(ChronoUnit.SECONDS)
        + "  "
        + outcome(observation)
        + "  "
        + steps
        + (why.isEmpty() ? "" : "  (" + printable(why) + ")");
  }

  private static String object(Observation observation, String why) {
    List<Map<String, Object>> steps = new ArrayList<>();
    for (Result result : observation.steps()) {
      Map<String, Object> step = new LinkedHashMap<>();
      step.put("step", name(result.step()));
      step.put("ending", name(result.ending()));
      step.put("milliseconds", result.took().toMillis());
      steps.add(step);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("at", observation.at().toString());
    fields.put("location", observation.location());
    fields.put("number", observation.number());
    fields.put("outcome", outcome(observation));
    fields.put("steps", steps);
    if (!why.isEmpty()) {
      fields.put("why", why);
    }
    return new String(Json.write(fields), StandardCharsets.UTF_8);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the service wrote must not steer a terminal. */
  private static String printable(String text) {
    return text.replaceAll("\\p{C}", "\uFFFD");
  }
}
