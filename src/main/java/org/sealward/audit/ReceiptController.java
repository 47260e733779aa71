package org.sealward.audit;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.sealward.envelope.AuditLeaf;
import org.sealward.envelope.AuditReceipt;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.merklelog.LogProofs;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;
import org.sealward.platform.Transactions;
import org.sealward.transparency.Receipt;

/** Receipts of deletions, for who has their ids: an account's owner can log in no more. */
@Tag(name = "Logs")
@Controller("/v1/receipts")
@Secured(SecurityRule.IS_ANONYMOUS)
class ReceiptController {
  private final Transactions transactions;
  private final LogProofs proofs;

  ReceiptController(Transactions transactions, LogProofs proofs) {
    this.transactions = transactions;
    this.proofs = proofs;
  }

  /**
   * The receipt of a deletion, once nothing is left and the audit log has it: some seconds after
   * the deletion.
   */
  @Get(uri = "/{id}", produces = "text/plain; charset=utf-8")
  @Problems({"receipt-not-found", "erasure-unfinished", "not-logged-yet", "log-not-found"})
  String receipt(UUID id) {
    AuditReceipt receipt = transactions.read(connection -> read(connection, id));
    Bytes file = Receipt.of(receipt, proofs.of(Audit.LOG, receipt.leaf().encode())).encode();
    return new String(file.toArray(), StandardCharsets.UTF_8);
  }

  private static AuditReceipt read(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select r.record, l.entry,
                   exists (select from erasure_unfinished u where u.receipt_id = e.id)
              from erasure_receipt e
              join audit_record r on r.leaf = e.leaf
              join merkle_leaf l on l.log = 'audit' and l.hash = e.leaf
             where e.id = ?
            """)) {
      select.setObject(1, id);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new Problem(
              ReceiptProblem.RECEIPT_NOT_FOUND, "Its id is in the answer to the deletion.");
        }
        if (row.getBoolean(3)) {
          throw new Problem(ReceiptProblem.ERASURE_UNFINISHED, "Ask again in a moment.");
        }
        return new AuditReceipt(
            AuditRecord.decode(Bytes.of(row.getBytes(1))),
            AuditLeaf.decode(Bytes.of(row.getBytes(2))));
      }
    }
  }
}
