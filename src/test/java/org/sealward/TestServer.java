package org.sealward;

import io.micronaut.json.JsonMapper;
import java.net.URI;
import org.sealward.local.aws.LocalAws;

/** A running service, in this JVM or in one of its own, with the AWS stand-in that it uses. */
public interface TestServer {
  URI url();

  LocalAws aws();

  /** Reads and writes the shapes of the API. */
  JsonMapper json();
}
