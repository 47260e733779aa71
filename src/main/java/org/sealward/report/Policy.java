package org.sealward.report;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AvailabilityPolicy;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Hash;
import org.sealward.json.JsonRefusedException;
import org.sealward.json.StrictJson;
import org.sealward.servicelevel.Contract;
import org.sealward.servicelevel.Exclusion;
import org.sealward.servicelevel.ServiceHours;
import org.sealward.servicelevel.Slots;

/**
 * A contract, as its file says it (protocol §19.3).
 *
 * @param target in percent
 * @param locations whose probers count; empty for all
 * @param file its bytes
 */
public record Policy(
    String id,
    String name,
    BigDecimal target,
    Contract contract,
    Set<String> locations,
    Bytes file) {
  /** Bytes of a file. */
  public static final int MOST = 1 << 16;

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern LOCATION = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern TARGET = Pattern.compile("(0|[1-9][0-9]?)(\\.[0-9]{1,6})?");
  private static final Pattern TIME = Pattern.compile("[0-9]{2}:[0-9]{2}");
  private static final int LONGEST_NAME = 200;
  private static final Set<String> FIELDS =
      Stream.of(AvailabilityPolicy.class, AvailabilityPolicy.Hours.class)
          .flatMap(shape -> Arrays.stream(shape.getRecordComponents()))
          .map(RecordComponent::getName)
          .collect(Collectors.toUnmodifiableSet());

  /** Seconds. Observations from an hour around a month are enough for any of them. */
  private static final int LONGEST_PATIENCE = 1200;

  public Policy {
    locations = Set.copyOf(locations);
  }

  /**
   * Reads a file.
   *
   * @throws PolicyException for what is none
   */
  public static Policy parse(Bytes file) {
    require(file.length() <= MOST, "the file is longer than " + MOST + " bytes");
    AvailabilityPolicy shape;
    try {
      shape = StrictJson.read(file.toArray(), AvailabilityPolicy.class);
    } catch (JsonRefusedException e) {
      throw new PolicyException(refusal(e));
    }
    require(
        ID.matcher(shape.id()).matches(), "id is not 1 to 64 of a-z, 0-9 and -, a letter first");
    require(
        !shape.name().isBlank()
            && shape.name().length() <= LONGEST_NAME
            && shape.name().codePoints().noneMatch(Character::isISOControl),
        "name is not 1 to " + LONGEST_NAME + " characters on one line");
    require(
        TARGET.matcher(shape.target()).matches() && new BigDecimal(shape.target()).signum() > 0,
        "target is not a percentage above 0 and below 100, such as \"99.9\"");
    BigDecimal target = new BigDecimal(shape.target());
    return new Policy(
        shape.id(),
        shape.name(),
        target,
        new Contract(
            target.movePointLeft(2),
            zone(shape.zone()),
            hours(shape.hours()),
            distinct("excludes", shape.excludes(), Policy::cause),
            slots(shape.slot(), shape.patience())),
        distinct("locations", shape.locations(), Policy::location),
        file);
  }

  private static String refusal(JsonRefusedException refused) {
    String pointer = refused.pointer();
    if (pointer == null || pointer.isEmpty()) {
      return refused.message();
    }
    String field = pointer.replaceFirst("(/[0-9]+)*$", "").replaceFirst(".*/", "");
    return FIELDS.contains(field)
        ? refused.message() + ", at " + pointer
        : "there is no field " + field;
  }

  /** By which anybody knows that it is the same file. */
  public Bytes hash() {
    return Hash.of(file);
  }

  /** Whether what is seen from there is counted. */
  public boolean counts(String location) {
    return locations.isEmpty() || locations.contains(location);
  }

  /**
   * A cause as files have it.
   *
   * @throws PolicyException for what is none
   */
  public static Exclusion.Cause cause(String word) {
    return Word.parse(Exclusion.Cause.class, "excludes", word);
  }

  private static String location(String text) {
    require(LOCATION.matcher(text).matches(), "locations has what is no location: " + text);
    return text;
  }

  /** Only names of places: an offset knows no summer. */
  private static ZoneId zone(String name) {
    require(
        ZoneId.getAvailableZoneIds().contains(name),
        "zone is not a time zone, such as \"Europe/Sofia\": " + name);
    return ZoneId.of(name);
  }

  private static ServiceHours hours(AvailabilityPolicy.@Nullable Hours hours) {
    if (hours == null) {
      return ServiceHours.ALWAYS;
    }
    try {
      return new ServiceHours(
          distinct("days", hours.days(), day -> Word.parse(DayOfWeek.class, "days", day)),
          time("from", hours.from()),
          time("to", hours.to()),
          distinct("closed", hours.closed(), Policy::date));
    } catch (IllegalArgumentException _) {
      throw new PolicyException("hours are not of one day at least, or end before they begin");
    }
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException _) {
      throw new PolicyException("closed has what is no day, such as \"2026-12-25\": " + text);
    }
  }

  private static LocalTime time(String field, String text) {
    try {
      require(TIME.matcher(text).matches(), field + " is not a time, such as \"09:00\"");
      return LocalTime.parse(text);
    } catch (DateTimeException _) {
      throw new PolicyException(field + " is not a time, such as \"09:00\"");
    }
  }

  private static Slots slots(@Nullable Integer slot, @Nullable Integer patience) {
    Duration ofSlot = slot == null ? Slots.USUAL.slot() : Duration.ofSeconds(slot);
    Duration ofPatience = patience == null ? Slots.USUAL.patience() : Duration.ofSeconds(patience);
    require(
        ofSlot.isPositive()
            && ofSlot.compareTo(ofPatience) <= 0
            && ofPatience.toSeconds() <= LONGEST_PATIENCE,
        "slot and patience are not seconds, 1 <= slot <= patience <= " + LONGEST_PATIENCE);
    return new Slots(ofSlot, ofPatience);
  }

  private static <T> Set<T> distinct(
      String field, @Nullable List<String> words, Function<String, T> parse) {
    if (words == null) {
      return Set.of();
    }
    Set<T> parsed = new HashSet<>();
    for (String word : words) {
      require(parsed.add(parse.apply(word)), field + " has something twice: " + word);
    }
    return parsed;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new PolicyException(otherwise);
    }
  }
}
