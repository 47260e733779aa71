package org.sealward.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.Archived;
import org.sealward.api.Changes;
import org.sealward.api.ConversationChange;
import org.sealward.api.ConversationSummary;
import org.sealward.api.Page;

/** What a returning app asks for: where something happened, and what was put away. */
final class ChangeRoutesTest {
  /** One for all tests, each with people of its own. */
  private static final TestClinic CLINIC = TestClinic.open(TestService.get());

  private final TestUser doctor = CLINIC.specialist("cardiology");
  private final TestUser nurse = CLINIC.specialist("nursing");

  private static Changes changes(TestUser user, String query) {
    return user.get("/v1/changes" + query).as(Changes.class);
  }

  private static List<UUID> ids(Changes changes) {
    return changes.items().stream().map(ConversationChange::id).toList();
  }

  private static void send(TestConversation conversation, TestUser sender) {
    assertThat(
            sender
                .post(conversation.path() + "/messages", conversation.message(sender, "{}"))
                .status())
        .isEqualTo(201);
  }

  @Test
  void changes_sinceACursor_areThoseConversations_inOrderOfTheirNewestEvent() {
    TestConversation one = TestConversation.begin(doctor, nurse);
    TestConversation two = TestConversation.begin(doctor, nurse);
    TestConversation three = TestConversation.begin(doctor, nurse);
    Changes first = changes(doctor, "");
    assertThat(ids(first)).containsExactly(one.id(), two.id(), three.id());
    assertThat(first.more()).isFalse();
    assertThat(changes(doctor, "?since=" + first.cursor()).items()).isEmpty();

    send(two, nurse);
    send(one, doctor);
    send(two, nurse);

    Changes second = changes(doctor, "?since=" + first.cursor());
    assertThat(ids(second)).containsExactly(one.id(), two.id());
    // An entry, and two messages.
    assertThat(second.items().getLast().seq()).isEqualTo(3);
    assertThat(second.timeline()).isEqualTo(first.timeline());
    assertThat(changes(doctor, "?since=" + second.cursor()).items()).isEmpty();
    assertThat(ids(changes(doctor, "?since=" + first.cursor())))
        .as("the same cursor asks for the same again")
        .isEqualTo(ids(second));
  }

  @Test
  void changes_arePaged_andNoneIsLost() {
    List<UUID> begun = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      begun.add(TestConversation.begin(doctor, nurse).id());
    }
    List<UUID> found = new ArrayList<>();
    Changes page = changes(doctor, "?limit=2");
    found.addAll(ids(page));
    while (page.more()) {
      page = changes(doctor, "?limit=2&since=" + page.cursor());
      assertThat(page.items().size()).isLessThanOrEqualTo(2);
      found.addAll(ids(page));
    }
    assertThat(found).isEqualTo(begun);
  }

  @Test
  void conversation_thatTheUserIsOutOf_isAChangeWithoutContent() {
    TestConversation conversation = TestConversation.begin(doctor, nurse);
    String cursor = changes(nurse, "").cursor();
    conversation.change();
    doctor.post(conversation.path() + "/entries", conversation.body());
    send(conversation, doctor);

    assertThat(changes(nurse, "?since=" + cursor).items())
        .containsExactly(new ConversationChange(conversation.id(), 0, null));
    assertThat(changes(doctor, "?since=" + changes(doctor, "").cursor()).items()).isEmpty();

    conversation.change(nurse);
    doctor.post(conversation.path() + "/entries", conversation.body());
    assertThat(changes(nurse, "?since=" + cursor).items())
        .singleElement()
        .satisfies(change -> assertThat(change.seq()).isEqualTo(4));
  }

  @Test
  void stranger_seesNoChange() {
    TestConversation.begin(doctor, nurse);

    assertThat(changes(CLINIC.patient(), "").items()).isEmpty();
  }

  @Test
  void cursor_isItsUsers_andOfItsTimeline() {
    String cursor = changes(doctor, "").cursor();

    assertThat(nurse.get("/v1/changes?since=" + cursor).problem()).isEqualTo("invalid-cursor");
    String foreign = cursor.substring(0, 4) + "AAAA" + cursor.substring(8);
    assertThat(doctor.get("/v1/changes?since=" + foreign).problem()).isEqualTo("foreign-cursor");
    assertThat(doctor.get("/v1/changes?since=x").problem()).isEqualTo("invalid-cursor");
  }

  @Test
  void archived_isTheMembersOwnMark_andStaysWhenOthersComeAndGo() {
    TestConversation conversation = TestConversation.begin(doctor, nurse);
    TestConversation other = TestConversation.begin(doctor, nurse);
    String cursor = changes(doctor, "").cursor();
    assertThat(list(doctor, "?archived=true")).isEmpty();

    assertThat(doctor.put(conversation.path() + "/archived", new Archived(true)).status())
        .isEqualTo(200);
    doctor.put(conversation.path() + "/archived", new Archived(true));

    assertThat(list(doctor, "?archived=true")).containsExactly(conversation.id());
    assertThat(list(doctor, "?archived=false")).containsExactly(other.id());
    assertThat(list(doctor, "")).containsExactlyInAnyOrder(conversation.id(), other.id());
    assertThat(list(nurse, "?archived=true")).isEmpty();
    assertThat(ids(changes(doctor, "?since=" + cursor))).containsExactly(conversation.id());

    conversation.change();
    doctor.post(conversation.path() + "/entries", conversation.body());
    assertThat(doctor.get(conversation.path()).as(ConversationSummary.class).archived()).isTrue();
    assertThat(nurse.put(conversation.path() + "/archived", new Archived(true)).problem())
        .isEqualTo("conversation-not-found");
    doctor.put(conversation.path() + "/archived", new Archived(false));
    assertThat(list(doctor, "?archived=true")).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private static List<UUID> list(TestUser user, String query) {
    Argument<Page<ConversationSummary>> page =
        (Argument<Page<ConversationSummary>>)
            (Argument<?>) Argument.of(Page.class, ConversationSummary.class);
    return user.get("/v1/conversations" + query).as(page).items().stream()
        .map(ConversationSummary::id)
        .toList();
  }
}
