package org.sealward.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.sealward.TestUser;
import org.sealward.conversation.TestConversation;

/** A conversation with everybody in it. */
record Room(TestConversation conversation, List<Person> members) {
  static Room of(Person author, Person... others) {
    TestUser[] users = new TestUser[others.length];
    for (int i = 0; i < others.length; i++) {
      users[i] = others[i].user();
    }
    List<Person> members = new ArrayList<>(List.of(others));
    members.addFirst(author);
    return new Room(TestConversation.begin(author.user(), users), List.copyOf(members));
  }

  UUID id() {
    return conversation.id();
  }

  String path() {
    return conversation.path();
  }
}
