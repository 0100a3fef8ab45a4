package dev.bottleneck.autoencoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The classes of a matrix's rows.
 *
 * @param labels the number of each row's class
 * @param names of the classes, by number; may be empty
 */
public record RowClasses(int[] labels, List<String> names) {
  public RowClasses {
    names = List.copyOf(names);
  }

  /** Those of rows that have some. */
  public static Optional<RowClasses> of(Optional<int[]> labels, List<String> names) {
    return labels.map(given -> new RowClasses(given, names));
  }

  /** Whether the names say more than the numbers. */
  public boolean named() {
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).equals(Integer.toString(i))) {
        return true;
      }
    }
    return false;
  }

  /** The name of the class of a row. */
  public String name(int row) {
    return names.get(labels[row]);
  }

  /** Which number is which class, such as "0 = ankle, 1 = bag". */
  public String legend() {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      pairs.add(i + " = " + names.get(i));
    }
    return String.join(", ", pairs);
  }
}
