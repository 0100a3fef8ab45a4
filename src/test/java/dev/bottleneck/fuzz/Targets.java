package dev.bottleneck.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Every reader of files that may come from elsewhere. */
final class Targets {
  @FunctionalInterface
  private interface Group {
    List<Target> make() throws IOException;
  }

  private static final List<Group> GROUPS =
      List.of(
          DataTargets::all,
          YamlTargets::all,
          ModelTargets::all,
          RunTargets::all,
          StoreTargets::all);

  private Targets() {}

  static List<Target> all() throws IOException {
    List<Target> all = new ArrayList<>();
    for (Group group : GROUPS) {
      all.addAll(group.make());
    }
    return all;
  }

  /** The one of that name, without making those of all groups. */
  static Target of(String name) throws IOException {
    for (Group group : GROUPS) {
      for (Target target : group.make()) {
        if (target.name().equals(name)) {
          return target;
        }
      }
    }
    throw new IllegalArgumentException("there is no target " + name);
  }
}
