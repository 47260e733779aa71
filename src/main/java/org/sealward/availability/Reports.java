package org.sealward.availability;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.List;
import org.sealward.api.AvailabilityReport;
import org.sealward.audit.Audit;
import org.sealward.merklelog.LogProblem;
import org.sealward.merklelog.MerkleLog;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;
import org.sealward.report.EvidenceWriter;
import org.sealward.report.Policy;
import org.sealward.report.ReportMaker;
import org.sealward.report.ReportNote;
import org.sealward.report.Stretch;
import org.sealward.transparency.NoteSigner;
import org.sealward.transparency.SignedNote;
import software.amazon.awssdk.core.exception.SdkException;

/** How contracts were kept, from what probers saw. */
@Singleton
class Reports {
  private static final int REPORTS = 100;

  /** Of some megabytes each. */
  private static final int FILES = 3;

  private final Contracts contracts;
  private final Transactions transactions;
  private final List<MerkleLog> logs;
  private final Clock clock;
  private final Kept<AvailabilityReport> reports;
  private final Kept<Path> evidence;

  Reports(Contracts contracts, Transactions transactions, List<MerkleLog> logs, Clock clock) {
    this.contracts = contracts;
    this.transactions = transactions;
    this.logs = List.copyOf(logs);
    this.clock = clock;
    this.reports = new Kept<>(REPORTS, System::nanoTime, _ -> {});
    this.evidence = new Kept<>(FILES, System::nanoTime, Reports::delete);
  }

  /**
   * The report of a month; of one that is not over, to date. It may be half a minute old.
   *
   * @param month such as {@code 2026-07}
   * @throws Problem {@link AvailabilityProblem#CONTRACT_NOT_FOUND}, {@link
   *     AvailabilityProblem#MONTH_NOT_FOUND}
   */
  AvailabilityReport of(String contract, String month) {
    Policy policy = contracts.require(contract);
    ReportMaker maker = maker(policy, month);
    return reports.get(
        contract + "/" + month,
        () -> transactions.read(connection -> read(connection, policy, maker)));
  }

  /**
   * The file of a report with everything that it follows from, which may be half a minute old.
   *
   * @throws Problem also {@link LogProblem#LOG_NOT_FOUND}, {@link LogProblem#LOG_KEY_UNAVAILABLE}
   */
  InputStream evidence(String contract, String month) {
    Policy policy = contracts.require(contract);
    ReportMaker maker = maker(policy, month);
    NoteSigner signer = signer();
    return evidence.use(contract + "/" + month, () -> write(policy, maker, signer), Reports::open);
  }

  /** Can be read to its end, also when it has been deleted meanwhile. */
  private static InputStream open(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Scheduled(fixedDelay = "30s")
  void tidy() {
    reports.tidy();
    evidence.tidy();
  }

  private Path write(Policy policy, ReportMaker maker, NoteSigner signer) {
    try {
      Path file = Files.createTempFile("availability", ".evidence");
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        write(policy, maker, signer, out);
        return file;
      } catch (Throwable e) {
        Files.deleteIfExists(file);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Policy policy, ReportMaker maker, NoteSigner signer, OutputStream file) {
    transactions.read(
        connection -> {
          AvailabilityReport report = read(connection, policy, maker);
          SignedNote note = sign(report, signer);
          try (var writer = new EvidenceWriter(file, signer.key(), note, report, policy)) {
            for (AvailabilityReport.Prober prober : report.probers()) {
              ObservationReader.write(connection, prober, writer);
            }
            return note;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is asked for next is made anew. */
  @PreDestroy
  void renew() {
    reports.clear();
    evidence.clear();
  }

  private AvailabilityReport read(Connection connection, Policy policy, ReportMaker maker)
      throws SQLException {
    for (ObservationReader.Prober prober : ObservationReader.probers(connection)) {
      if (policy.counts(prober.location())) {
        Stretch stretch = maker.prober(prober.location(), prober.key());
        ObservationReader.read(connection, prober, maker.reading(), stretch);
      }
    }
    return maker.make(
        Exclusions.of(connection, policy.id()), AlertTables.incidents(connection, policy.id()));
  }

  private ReportMaker maker(Policy policy, String month) {
    try {
      return new ReportMaker(policy, YearMonth.parse(month), clock.instant());
    } catch (DateTimeException | IllegalArgumentException _) {
      throw new Problem(
          AvailabilityProblem.MONTH_NOT_FOUND, "A month that has begun is such as 2026-07.");
    }
  }

  /** By which reports are signed. */
  private NoteSigner signer() {
    return logs.stream()
        .filter(log -> log.name().equals(Audit.LOG))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                    LogProblem.LOG_NOT_FOUND,
                    "The deployment has no audit log, whose key signs reports."))
        .signer();
  }

  private static SignedNote sign(AvailabilityReport report, NoteSigner signer) {
    try {
      return ReportNote.sign(report, ReportMaker.encode(report), signer);
    } catch (SdkException e) {
      throw new Problem(LogProblem.LOG_KEY_UNAVAILABLE, "KMS does not sign", e);
    }
  }
}
