package org.sealward;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The level table: a package imports only from lower levels, and never in a circle. The rules are
 * the picture of the architecture; a new package without a row fails.
 */
@AnalyzeClasses(
    packages = "org.sealward",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.ProductionClasses.class
    })
final class ArchitectureTest {
  private static final int EDGE = 100;

  /** Package → level, as CONTRIBUTING.md shows it. */
  private static final Map<String, Integer> LEVELS =
      Map.ofEntries(
          Map.entry("envelope", 0),
          Map.entry("json", 0),
          Map.entry("transparency", 1),
          Map.entry("servicelevel", 0),
          Map.entry("api", 1),
          Map.entry("files", 1),
          Map.entry("aws", 1),
          Map.entry("cognito", 1),
          Map.entry("platform", 1),
          Map.entry("limits", 2),
          Map.entry("objects", 2),
          Map.entry("notify", 2),
          Map.entry("reference", 2),
          Map.entry("report", 2),
          Map.entry("statuspage", 2),
          Map.entry("merklelog", 2),
          Map.entry("audit", 3),
          Map.entry("erasure", 3),
          Map.entry("identity", 4),
          Map.entry("people", 5),
          Map.entry("keydirectory", 5),
          Map.entry("keyvault", 5),
          Map.entry("conversation", 6),
          Map.entry("availability", 6),
          Map.entry("support", 6),
          Map.entry("image", 7),
          Map.entry("delivery", 7),
          Map.entry("push", 7),
          Map.entry("status", 7),
          Map.entry("incident", 7),
          Map.entry("decryption", 8),
          Map.entry("recovery", 9),
          Map.entry("client", EDGE),
          Map.entry("witness", EDGE),
          Map.entry("cli", EDGE + 1),
          Map.entry("probe", EDGE + 1));

  /** What the client jar may contain or import of ours. */
  private static final Set<String> CLIENT_SIDE =
      Set.of("envelope", "json", "transparency", "api", "cognito", "client");

  /** What the prober's jar may contain or import of ours. */
  private static final Set<String> PROBE_SIDE =
      Set.of(
          "envelope",
          "files",
          "json",
          "transparency",
          "api",
          "cognito",
          "client",
          "servicelevel",
          "probe");

  /** Keeps the stand-ins of src/local/java, which may import anything, out of the table. */
  static final class ProductionClasses implements ImportOption {
    @Override
    public boolean includes(com.tngtech.archunit.core.importer.Location location) {
      return !location.contains("/org/sealward/local/");
    }
  }

  @ArchTest
  static final ArchRule packages_import_lower_levels_only =
      classes()
          .that()
          .resideInAPackage("org.sealward.*..")
          .should(importOnlyLowerLevels())
          .because("a package may import only from lower levels (CONTRIBUTING.md)");

  @ArchTest
  static final ArchRule packages_have_no_circles =
      slices().matching("org.sealward.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule envelope_uses_jdk_and_bouncy_castle_only =
      classes()
          .that()
          .resideInAnyPackage("org.sealward.envelope..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.sealward.envelope..",
              "java..",
              "javax.crypto..",
              "org.bouncycastle..",
              "org.jspecify..",
              "com.google.errorprone.annotations..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule transparency_uses_jdk_and_envelope_only =
      classes()
          .that()
          .resideInAnyPackage("org.sealward.transparency..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.sealward.transparency..", "org.sealward.envelope..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule servicelevel_uses_the_jdk_only =
      classes()
          .that()
          .resideInAnyPackage("org.sealward.servicelevel..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.sealward.servicelevel..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule report_and_statuspage_use_nothing_of_the_server =
      noClasses()
          .that()
          .resideInAnyPackage("org.sealward.report..", "org.sealward.statuspage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.sealward.platform..", "org.sealward.aws..", "io.micronaut.http..")
          .because("who verifies a report, or keeps a copy of the page, has no service");

  @ArchTest
  static final ArchRule only_clients_and_assisted_decryption_open_content =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.sealward.envelope..",
              "org.sealward.client..",
              "org.sealward.decryption..",
              "org.sealward.local..")
          .should()
          .dependOnClassesThat(
              are(
                  new DescribedPredicate<JavaClass>("the type that opens content") {
                    @Override
                    public boolean test(JavaClass type) {
                      return type.getName().startsWith("org.sealward.envelope.Opener");
                    }
                  }))
          .because("the server is blind by construction");

  @ArchTest
  static final ArchRule client_uses_nothing_of_the_server =
      noClasses()
          .that()
          .resideInAnyPackage("org.sealward.client..")
          .should()
          .dependOnClassesThat(resideInAPackage("org.sealward..").and(are(outside(CLIENT_SIDE))))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule prober_uses_nothing_of_the_server =
      noClasses()
          .that()
          .resideInAnyPackage("org.sealward.probe..")
          .should()
          .dependOnClassesThat(resideInAPackage("org.sealward..").and(are(outside(PROBE_SIDE))));

  @ArchTest
  static final ArchRule nothing_imports_the_stand_ins =
      noClasses()
          .that(alwaysTrue())
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.sealward.local..");

  /** Only tests leave it out, where they are about something else. */
  @ArchTest
  static final ArchRule every_passphrase_is_stretched =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.sealward.envelope.Passphrase")
          .should()
          .beAssignableTo("org.sealward.envelope.Passphrase");

  /** A generator in static state would go on identically in two processes from one AOT cache. */
  @ArchTest
  static final ArchRule line18_no_static_field_keeps_a_random_generator =
      fields().that().areStatic().should().notHaveRawType(assignableTo(Random.class));

  @ArchTest
  static final ArchRule time_is_injected =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("time comes from an injected Clock");

  @ArchTest
  static final ArchRule the_real_clock_is_made_in_one_place_a_side =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.sealward.platform.SystemClock")
          .and()
          .resideOutsideOfPackages(
              "org.sealward.client..", "org.sealward.witness..", "org.sealward.probe..")
          .should()
          .callMethod(Clock.class, "systemUTC");

  @ArchTest
  static final ArchRule records_hold_no_byte_arrays =
      fields()
          .that()
          .haveRawType(byte[].class)
          .should(notBeDeclaredInARecord())
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule names_are_domain_nouns =
      noClasses()
          .should()
          .haveNameMatching(".*(Manager|Helper|Utils?|Impl|DTO|Dto)$")
          .because("names are domain nouns in the field's standard terms");

  @ArchTest
  static final ArchRule constructors_take_six_dependencies =
      constructors()
          .that()
          .areDeclaredInClassesThat()
          .areNotRecords()
          .and()
          .areDeclaredInClassesThat()
          .areNotEnums()
          .should(takeAtMost(6))
          .because("who needs more has more than one job (CONTRIBUTING.md)");

  private static ArchCondition<JavaConstructor> takeAtMost(int parameters) {
    return new ArchCondition<>("take at most " + parameters + " parameters") {
      @Override
      public void check(JavaConstructor constructor, ConditionEvents events) {
        if (constructor.getRawParameterTypes().size() > parameters
            && !constructor.getOwner().getName().contains(".$")) {
          events.add(SimpleConditionEvent.violated(constructor, constructor.getFullName()));
        }
      }
    };
  }

  private static ArchCondition<JavaClass> importOnlyLowerLevels() {
    return new ArchCondition<>("import only from lower levels") {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        String from = feature(origin);
        Integer level = LEVELS.get(from);
        if (level == null) {
          events.add(SimpleConditionEvent.violated(origin, from + " has no row in the table"));
          return;
        }
        for (var dependency : origin.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (!target.getPackageName().startsWith("org.sealward.")) {
            continue;
          }
          String to = feature(target);
          // api carries envelope's value types; both sit below everything else.
          Integer targetLevel = LEVELS.get(to);
          if (!to.equals(from) && (targetLevel == null || targetLevel >= level)) {
            events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static DescribedPredicate<JavaClass> outside(Set<String> side) {
    return new DescribedPredicate<>("outside " + side) {
      @Override
      public boolean test(JavaClass type) {
        return !side.contains(feature(type));
      }
    };
  }

  private static ArchCondition<JavaField> notBeDeclaredInARecord() {
    return new ArchCondition<>("not be declared in a record") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        if (field.getOwner().isRecord()) {
          events.add(SimpleConditionEvent.violated(field, field.getFullName()));
        }
      }
    };
  }

  /** The feature's name: the first package below {@code org.sealward}, or "" for the root. */
  private static String feature(JavaClass type) {
    String[] parts = type.getPackageName().split("\\.", -1);
    return parts.length > 2 ? parts[2] : "";
  }
}
