package dev.bottleneck.cli;

import dev.bottleneck.runtime.Build;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"bottleneck " + Build.version()};
  }
}
