package org.sealward.identity;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ErasedAccount;
import org.sealward.envelope.ErasureRecord;
import org.sealward.platform.Act;
import org.sealward.platform.Erasures;
import org.sealward.platform.PersonalData;
import org.sealward.platform.RepeatedErasure;
import org.sealward.platform.Transactions;
import org.sealward.platform.Unit;

/**
 * Deletes an account here: what every feature holds of it, in one transaction, and what its own
 * stream tells. The login at Cognito and the sealed private keys are the user's to delete, with
 * their own credentials.
 */
@Singleton
class AccountErasure implements RepeatedErasure {
  private final Collection<PersonalData> features;
  private final AffiliationRepository affiliations;
  private final Accounts accounts;
  private final Erasures erasures;
  private final Transactions transactions;

  AccountErasure(
      Collection<PersonalData> features,
      AffiliationRepository affiliations,
      Accounts accounts,
      Erasures erasures,
      Transactions transactions) {
    this.features = features;
    this.affiliations = affiliations;
    this.accounts = accounts;
    this.erasures = erasures;
    this.transactions = transactions;
  }

  /**
   * Throws what {@link PersonalData#requireErasable} does.
   *
   * @return the id of the receipt
   */
  UUID erase(UUID userId) {
    return transactions.write(
        unit -> {
          accounts.lock(unit, userId);
          if (Accounts.isErased(unit.connection(), userId)) {
            throw Accounts.deleted();
          }
          for (PersonalData feature : features) {
            feature.requireErasable(unit, userId);
          }
          return erase(unit, userId, userId);
        });
  }

  private UUID erase(Unit unit, UUID userId, @Nullable UUID actor) throws SQLException {
    UUID receipt =
        erasures.record(
            unit, Act.of(Act.Kind.ACCOUNT_ERASED, actor).aboutSubject(userId).onObject(userId));
    for (PersonalData feature : features) {
      feature.erase(unit, userId, receipt);
    }
    affiliations.deleteByUserId(userId);
    accounts.erase(unit, userId);
    erasures.order(unit, userId, Erasures.ACCOUNT, userId, new ErasedAccount(userId));
    return receipt;
  }

  @Override
  public String kind() {
    return Erasures.ACCOUNT;
  }

  @Override
  public void repeat(Unit unit, ErasureRecord order) throws SQLException {
    accounts.lock(unit, order.stream());
    if (!Accounts.isErased(unit.connection(), order.stream())) {
      erase(unit, order.stream(), null);
    }
  }
}
