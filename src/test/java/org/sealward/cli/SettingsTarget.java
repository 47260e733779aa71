package org.sealward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.sealward.fuzz.Target;

/** The file of a command line's device. */
public final class SettingsTarget implements Target {
  @Override
  public void accept(byte[] input) throws Exception {
    Settings settings;
    try {
      settings = Settings.decode(input);
    } catch (UsageException _) {
      return;
    }
    assertThat(Settings.decode(settings.encoded())).isEqualTo(settings);
  }
}
