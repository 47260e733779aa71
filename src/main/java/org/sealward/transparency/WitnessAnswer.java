package org.sealward.transparency;

import java.util.List;
import org.sealward.envelope.Bytes;

/** What a witness answers to add-checkpoint (C2SP tlog-witness). */
public sealed interface WitnessAnswer {
  /** The HTTP status. */
  int status();

  /**
   * Keep the head, and only then send the cosignature.
   *
   * @param checkpoint to cosign
   */
  record Cosign(Checkpoint checkpoint) implements WitnessAnswer {
    @Override
    public int status() {
      return 200;
    }
  }

  /** Not the format, or an old size above the checkpoint's. */
  record BadRequest() implements WitnessAnswer {
    @Override
    public int status() {
      return 400;
    }
  }

  /** No key of the log has signed, or a line that names one does not verify. */
  record Forbidden() implements WitnessAnswer {
    @Override
    public int status() {
      return 403;
    }
  }

  /** A log that the witness does not know. */
  record UnknownLog() implements WitnessAnswer {
    @Override
    public int status() {
      return 404;
    }
  }

  /**
   * The witness cosigned another size last.
   *
   * @param size that one
   */
  record OtherSize(long size) implements WitnessAnswer {
    /** Of the body that {@link #body()} writes. */
    public static final String MEDIA_TYPE = "text/x.tlog.size";

    @Override
    public int status() {
      return 409;
    }

    public Bytes body() {
      return Bytes.utf8(size + "\n");
    }

    public static OtherSize parse(Bytes body) {
      List<String> lines = LogText.lines(LogText.decode(body));
      LogFormatException.require(lines.size() == 1, "not one line");
      return new OtherSize(LogText.number(lines.getFirst()));
    }
  }

  /** The log does not continue what the witness has seen. */
  record Inconsistent() implements WitnessAnswer {
    @Override
    public int status() {
      return 422;
    }
  }
}
