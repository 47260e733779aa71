package org.sealward.attacks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test that is an attack, and fails when the attack succeeds. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Attack {
  /** Who attacks. */
  enum By {
    SERVER("a malicious service, or somebody on the way to it"),
    OPERATOR("somebody who writes the database as its superuser"),
    PEER("a member of a conversation, with genuine keys and a changed client"),
    USER("another user with a valid login"),
    FORMER_MEMBER("somebody who was removed, with all they ever had"),
    AWS_CALLER("somebody with an AWS identity of the deployment");

    final String who;

    By(String who) {
      this.who = who;
    }
  }

  /**
   * Line of protocol §14, 1 to 20, or a name of {@link AttackListTest}; several where it is both.
   */
  String[] on();

  By by();

  /** What holds, in one sentence without its full stop. */
  String proves();
}
