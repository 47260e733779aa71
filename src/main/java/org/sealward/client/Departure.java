package org.sealward.client;

import java.util.UUID;
import java.util.function.UnaryOperator;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.ConversationException.Reason;
import org.sealward.client.error.ProblemException;
import org.sealward.client.internal.http.Call;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.Member;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MembershipVerifier;
import org.sealward.envelope.SignedLeave;

/** Leaves, the user's own and others' (protocol §6.4). Called under the conversation's lock. */
final class Departure {
  private static final int ATTEMPTS = 5;

  private final Context context;
  private final ConversationState state;
  private final MembershipEditor editor;

  Departure(Context context, ConversationState state, MembershipEditor editor) {
    this.context = context;
    this.state = state;
    this.editor = editor;
  }

  /** Has the service store the user's leave. */
  void leave() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        state.refresh();
        MembershipEntry entry = state.newest();
        SignedLeave leave = MembershipAuthor.leave(context.keysIn(entry), entry);
        // Who has left is told that there is no such conversation, so a repetition does no harm.
        context.api().send(Call.post(state.path() + "/leaves", leave).idempotent());
        return;
      } catch (ProblemException e) {
        if (e.is("conversation-not-found")) {
          return;
        }
        if (e.is("last-admin")) {
          throw new ConversationException(Reason.LAST_ADMIN, state.id());
        }
        if (!e.is("epoch-taken")) {
          throw e;
        }
      }
    }
    throw new ConversationException(Reason.CONTENDED, state.id());
  }

  /**
   * Verifies another's leave, and removes the leaver if that is for this user to do at once.
   *
   * @return who left
   */
  UUID heard(SignedLeave signed) {
    if (state.chain().find(signed.leave().membershipHash()).isEmpty()) {
      state.refresh();
    }
    MembershipEntry answered =
        state
            .chain()
            .find(signed.leave().membershipHash())
            .orElseThrow(
                () ->
                    new InvalidEnvelopeException(
                        Failure.WRONG_ADDRESS, "the leave answers no entry that there is"));
    new MembershipVerifier(context.pins()).verifyLeave(answered, signed);
    UUID leaver = signed.leave().userId();
    boolean first =
        answered.members().stream()
            .map(Member::userId)
            .filter(id -> !id.equals(leaver))
            .findFirst()
            .filter(context.userId()::equals)
            .isPresent();
    if (first && state.chain().newest().equals(answered)) {
      try {
        editor.append(state, UnaryOperator.identity());
      } catch (ConversationException | ProblemException e) {
        // Whoever writes next does it.
      }
    }
    return leaver;
  }
}
