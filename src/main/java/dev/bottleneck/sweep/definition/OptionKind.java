package dev.bottleneck.sweep.definition;

import java.util.List;

/** One of several ways to do something, each with options of its own. */
interface OptionKind {
  /** The keys that go with it. */
  List<String> options();
}
