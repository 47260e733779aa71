package org.sealward.identity;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.UUID;
import org.sealward.api.ErasedAccount;
import org.sealward.platform.Erasures;
import org.sealward.platform.PersonalData;
import org.sealward.platform.Transactions;

/**
 * Deletes an account here: what every feature holds of it, in one transaction, and what its own
 * stream tells. The login at Cognito and the sealed private keys are the user's to delete, with
 * their own credentials.
 */
@Singleton
class AccountErasure {
  private final Collection<PersonalData> features;
  private final AffiliationRepository affiliations;
  private final ErasedAccounts erased;
  private final Erasures erasures;
  private final Transactions transactions;

  AccountErasure(
      Collection<PersonalData> features,
      AffiliationRepository affiliations,
      ErasedAccounts erased,
      Erasures erasures,
      Transactions transactions) {
    this.features = features;
    this.affiliations = affiliations;
    this.erased = erased;
    this.erasures = erasures;
    this.transactions = transactions;
  }

  /** Throws what {@link PersonalData#requireErasable} does. */
  void erase(UUID userId) {
    transactions.write(
        unit -> {
          for (PersonalData feature : features) {
            feature.requireErasable(unit, userId);
          }
          for (PersonalData feature : features) {
            feature.erase(unit, userId);
          }
          affiliations.deleteByUserId(userId);
          erased.add(unit, userId);
          erasures.order(unit, userId, Erasures.ACCOUNT, userId, new ErasedAccount(userId));
          return userId;
        });
  }
}
