package org.sealward.client;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealward.api.Page;
import org.sealward.api.StoredMessage;
import org.sealward.client.internal.http.Call;

/** What was said in a conversation, page by page from either end. */
final class MessageHistory {
  private static final int PAGE = 100;

  /** Above every sequence number. */
  private static final long NEWEST = (1L << 53) - 1;

  private final Context context;
  private final ConversationState state;
  private final MessageReader reader;

  MessageHistory(Context context, ConversationState state, MessageReader reader) {
    this.context = context;
    this.state = state;
    this.reader = reader;
  }

  List<Received> after(long afterSeq, int limit) {
    List<StoredMessage> stored = page("after", afterSeq, limit).items();
    return state.locked(
        () -> {
          if (!stored.isEmpty()) {
            state.index().cover(afterSeq + 1, stored.getLast().seq());
          }
          return stored.stream().map(reader::read).toList();
        });
  }

  List<Received> newest(int limit) {
    return before(NEWEST, limit);
  }

  List<Received> before(long beforeSeq, int limit) {
    Page<StoredMessage> page = page("before", beforeSeq, limit);
    List<StoredMessage> stored = page.items().reversed();
    return state.locked(
        () -> {
          if (!stored.isEmpty()) {
            state
                .index()
                .cover(
                    page.next() == null ? 1 : stored.getFirst().seq(),
                    beforeSeq == NEWEST ? stored.getLast().seq() : beforeSeq - 1);
          }
          return stored.stream().map(reader::read).toList();
        });
  }

  private Page<StoredMessage> page(String from, long seq, int limit) {
    Call call = Call.get(state.path() + "/messages").query(from, seq).query("limit", limit);
    return context.api().sendForPage(call, StoredMessage.class);
  }

  Stream<Received> all() {
    return Stream.iterate(
            after(0, PAGE),
            page -> !page.isEmpty(),
            page -> page.size() < PAGE ? List.of() : after(page.getLast().seq(), PAGE))
        .flatMap(List::stream);
  }

  Optional<String> topic() {
    List<Received> page = state.topic() == null ? newest(PAGE) : List.of();
    while (state.topic() == null && page.size() == PAGE) {
      page = before(page.getFirst().seq(), PAGE);
    }
    return Optional.ofNullable(state.topic());
  }
}
