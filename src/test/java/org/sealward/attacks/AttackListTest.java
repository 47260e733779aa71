package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.sealward.envelope.SaltTest;

/**
 * {@code docs/attacks.md} is what the annotations say, and they leave none of the known attacks
 * out. {@code ./sealward test -- -Dtest=AttackListTest -Dattacks.write=true} writes it.
 */
final class AttackListTest {
  private static final Path PAGE = Path.of("docs", "attacks.md");
  private static final int LINES = 20;

  /** Known attacks beside the lines of protocol §14, in the order in which the page shows them. */
  private static final List<String> BESIDE =
      List.of(
          "server-added device",
          "device id shaped like a key",
          "restored database",
          "forged push",
          "withheld message",
          "partitioning oracle",
          "padding oracle",
          "compression",
          "surrogate names",
          "homoglyph names",
          "Scan",
          "Query without the key",
          "BatchGetItem of mixed keys",
          "PartiQL",
          "TransactGetItems",
          "index",
          "stream",
          "export",
          "missing key under ForAllValues",
          "unauthenticated identity",
          "another user",
          "KMS without a context",
          "KMS with a foreign context");

  /** The suite's classes, and another whose tests need neither service nor client. */
  private static final List<Class<?>> CLASSES =
      Stream.<Class<?>>concat(
              new ClassFileImporter()
                  .importPackages("org.sealward.attacks").stream()
                      .filter(type -> type.getSimpleName().endsWith("Test"))
                      .map(JavaClass::reflect),
              Stream.of(SaltTest.class))
          .filter(type -> type != AttackListTest.class)
          .toList();

  /** The tests, by name. */
  private static final List<Method> ATTACKS =
      CLASSES.stream()
          .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
          .filter(method -> method.isAnnotationPresent(Attack.class))
          .sorted(
              Comparator.comparing((Method m) -> m.getDeclaringClass().getSimpleName())
                  .thenComparing(Method::getName))
          .toList();

  private static Attack of(Method test) {
    return test.getAnnotation(Attack.class);
  }

  private static Stream<String> known() {
    return Stream.concat(
        IntStream.rangeClosed(1, LINES).mapToObj(String::valueOf), BESIDE.stream());
  }

  @Test
  void everyKnownAttack_hasATest_andNoOtherNameIsUsed() {
    assertThat(ATTACKS.stream().flatMap(test -> Stream.of(of(test).on())).distinct())
        .containsExactlyInAnyOrderElementsOf(known().toList());
  }

  @Test
  void everyTestOfTheSuite_isAnAttack_andIsRun() {
    List<Method> tests =
        CLASSES.stream()
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(AttackListTest::isTest)
            .toList();

    assertThat(tests).containsExactlyInAnyOrderElementsOf(ATTACKS);
    assertThat(tests).allSatisfy(test -> assertThat(of(test).proves()).doesNotEndWith("."));
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }

  @Test
  void page_isWhatTheTestsSay() throws IOException {
    if (Boolean.getBoolean("attacks.write")) {
      Files.writeString(PAGE, page());
    }
    assertThat(PAGE).hasContent(page());
  }

  private static String page() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Attacks

            Every attack that the protocol's list of what must fail ([§14](protocol.md#14-what-must-always-fail))
            names, and others that are known, as tests in `src/test/java/org/sealward/attacks`: against the
            real service with its real database, and real clients. Each is followed by the same act of whoever is
            entitled to it, which must succeed; and each forgery is signed, encoded and encrypted anew, so that only the
            one check that it is about can refuse it. `SaltTest` alone counts without a service. `./sealward test` runs all
            but ten million encryptions, which are in `./sealward test --all`; `./sealward test -- -Dtest=NAME` runs one class.

            This page is made of the tests: `./sealward test -- -Dtest=AttackListTest -Dattacks.write=true`.

            Attackers:

            """);
    for (Attack.By by : Attack.By.values()) {
      page.append("- **").append(name(by)).append("**: ").append(by.who).append('\n');
    }
    page.append("\n## What must always fail\n");
    List<String> lines = linesOfTheProtocol();
    for (int i = 1; i <= LINES; i++) {
      page.append("\n### Line ").append(i).append(": ").append(lines.get(i - 1)).append("\n\n");
      rows(page, String.valueOf(i));
    }
    page.append("\n## Beside them\n");
    for (String name : BESIDE) {
      page.append("\n### ").append(name).append("\n\n");
      rows(page, name);
    }
    return page.toString();
  }

  /** The items of protocol §14, without what their numbers are and how they are broken. */
  private static List<String> linesOfTheProtocol() throws IOException {
    String protocol = Files.readString(Path.of("docs", "protocol.md"));
    String section =
        protocol
            .replaceFirst("(?s).*\n## 14\\. What must always fail\n", "")
            .replaceFirst("(?s)\n## .*", "");
    return Stream.of(section.split("\n(?=\\d+\\. )", -1))
        .skip(1)
        .map(item -> item.replaceFirst("^\\d+\\. ", "").strip().replaceAll("\\s+", " "))
        .map(item -> item.replaceFirst("\\.$", ""))
        .toList();
  }

  private static void rows(StringBuilder page, String on) {
    page.append("| by | proves | test |\n|---|---|---|\n");
    for (Method test : ATTACKS) {
      if (List.of(of(test).on()).contains(on)) {
        page.append(
            "| %s | %s | `%s` `%s` |\n"
                .formatted(
                    name(of(test).by()),
                    of(test).proves(),
                    test.getDeclaringClass().getSimpleName(),
                    test.getName()));
      }
    }
  }

  private static String name(Attack.By by) {
    return by.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
