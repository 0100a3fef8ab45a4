package dev.bottleneck.doctor;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.runtime.UserError;
import java.util.List;

/** The built-in data sets. */
final class DataFindings {
  private DataFindings() {}

  static List<Finding> of(DataOptions options) {
    return Datasets.names().keySet().stream().map(name -> find(name, options)).toList();
  }

  private static Finding find(String name, DataOptions options) {
    String what = "data " + name;
    try {
      return Datasets.whereabouts(name, options)
          .map(place -> Finding.ok(what, place))
          .orElseGet(
              () -> Finding.note(what, "not on this machine: downloaded when it is first used"));
    } catch (UserError e) {
      return Finding.fail(what, e.getMessage());
    }
  }
}
