package org.sealward.identity;

import java.util.Arrays;
import java.util.Optional;

/** What a user is to the service: the Cognito group of the same name. */
public enum Role {
  /** Everybody who signed up and is in no group of ours. */
  PATIENT(Role.PATIENT_GROUP),
  SPECIALIST(Role.SPECIALIST_GROUP),
  INSTITUTION_ADMIN(Role.INSTITUTION_ADMIN_GROUP),
  REVIEWER(Role.REVIEWER_GROUP),
  /** Runs the service; excludes every other role, since operators never see patient data. */
  OPERATOR(Role.OPERATOR_GROUP);

  public static final String PATIENT_GROUP = "patient";
  public static final String SPECIALIST_GROUP = "specialist";
  public static final String INSTITUTION_ADMIN_GROUP = "institution-admin";
  public static final String REVIEWER_GROUP = "reviewer";
  public static final String OPERATOR_GROUP = "operator";

  private final String group;

  Role(String group) {
    this.group = group;
  }

  public String group() {
    return group;
  }

  /** The role of a group; empty for groups that mean nothing here. */
  static Optional<Role> ofGroup(String group) {
    return Arrays.stream(values()).filter(role -> role.group.equals(group)).findFirst();
  }
}
