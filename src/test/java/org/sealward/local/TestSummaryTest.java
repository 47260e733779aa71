package org.sealward.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSummaryTest {
  @TempDir private Path folder;

  @Test
  void summary_allPassed_endsWithTheCountAndIsGood() throws IOException {
    report("<testcase classname=\"org.sealward.A\" name=\"one\" time=\"0.1\"/>");

    assertThat(TestSummary.print(TestSummary.read(folder), 61, new PrintStream(out))).isTrue();

    assertThat(printed()).isEqualTo("Took 1 min 01 s\n1 passed, 0 failed, 0 skipped\n");
  }

  @Test
  void summary_contractWithAws_saysAgainstWhatItRan() throws IOException {
    report(
        """
        <testcase classname="org.sealward.ContractOnStandInTest" name="one" time="0"/>
        <testcase classname="org.sealward.ContractOnStandInTest" name="two" time="0">
          <skipped message="no mail"/>
        </testcase>
        <testcase classname="org.sealward.ContractOnLocalStackTest" name="" time="0">
          <skipped message="docker has no engine running"/>
        </testcase>
        """);

    TestSummary.print(TestSummary.read(folder), 5, new PrintStream(out));

    assertThat(printed())
        .contains(
            """
            Contract with AWS
              LocalStack   not run: docker has no engine running
              StandIn      1 passed, 0 failed, 1 skipped
            """);
  }

  @Test
  void summary_failureErrorAndSkip_eachIsNamedWithItsReason() throws IOException {
    report(
        """
        <testcase classname="org.sealward.A" name="one" time="1,002.5"/>
        <testcase classname="org.sealward.A" name="two" time="0">
          <failure message="expected: &lt;1&gt;&#10; but was: 2" type="X">trace</failure>
        </testcase>
        <testcase classname="org.sealward.A" name="three" time="0">
          <error type="java.io.IOException">trace</error><system-out>noise</system-out>
        </testcase>
        <testcase classname="org.sealward.B" name="" time="0"><skipped message="no Redis here"/></testcase>
        <testcase classname="org.sealward.B" name="two" time="0">
          <skipped type="X"><![CDATA[org.opentest4j.TestAbortedException: no Docker: skipped
        at org.sealward.B.two]]></skipped>
        </testcase>
        """);

    assertThat(TestSummary.print(TestSummary.read(folder), 5, new PrintStream(out))).isFalse();

    assertThat(printed())
        .isEqualTo(
            """
            Failed
              A.three
                  java.io.IOException
              A.two
                  expected: <1> but was: 2
            Skipped
              B
                  no Redis here
              B.two
                  no Docker: skipped
            Slowest
              1003 s  A.one
            Took 5 s
            1 passed, 2 failed, 2 skipped
            """);
  }

  @Test
  void summary_noReports_isNotGood() throws IOException {
    List<TestSummary.Result> results = TestSummary.read(folder.resolve("missing"));

    assertThat(TestSummary.print(results, 0, new PrintStream(out))).isFalse();
    assertThat(printed()).startsWith("No test ran.").endsWith("0 passed, 0 failed, 0 skipped\n");
  }

  @Test
  void report_truncated_isAnError() throws IOException {
    Files.writeString(folder.resolve("TEST-org.sealward.A.xml"), "<testsuite><testcase name=\"a\"");

    assertThatThrownBy(() -> TestSummary.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("TEST-org.sealward.A.xml");
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private String printed() {
    return out.toString(UTF_8).replace("\r\n", "\n");
  }

  private void report(String testcases) throws IOException {
    Files.writeString(
        folder.resolve("TEST-org.sealward.A.xml"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuite name=\"A\"><properties/>"
            + testcases
            + "</testsuite>");
  }
}
