package org.sealward.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who may vouch for the database, and nobody else. */
class RdsCertificatesTest {
  private static final List<String> REGIONS =
      List.of("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3");

  @Test
  void certificates_areTheRootsOfTheEuRegions_andLastForYears() throws Exception {
    Set<String> expected = new TreeSet<>();
    for (String region : REGIONS) {
      for (String kind : List.of("RSA2048", "RSA4096", "ECC384")) {
        expected.add("Amazon RDS " + region + " Root CA " + kind + " G1");
      }
    }
    Set<String> found = new TreeSet<>();
    try (InputStream file = Files.newInputStream(Path.of("infra", "rds-ca.pem"))) {
      // As the database's driver reads them.
      for (var each : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
        X509Certificate root = (X509Certificate) each;
        root.verify(root.getPublicKey());
        root.checkValidity(Date.from(Instant.now().plus(Duration.ofDays(2 * 365))));
        assertThat(root.getBasicConstraints()).as("a certificate authority").isNotNegative();
        String name = root.getSubjectX500Principal().getName();
        assertThat(name).contains("O=Amazon Web Services\\, Inc.");
        found.add(name.replaceFirst("(?s).*CN=(Amazon RDS [^,]*).*", "$1"));
      }
    }
    assertThat(found).isEqualTo(expected);
  }
}
