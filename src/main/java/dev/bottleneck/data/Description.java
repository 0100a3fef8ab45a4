package dev.bottleneck.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of examples beside their values and classes.
 *
 * @param name what reports call the data
 * @param shape of one example
 * @param classNames one per class; empty for unlabeled data
 * @param featureNames one per value of an example, such as the columns of a table; empty if they
 *     have none
 * @param sources SHA-256 of each file the data were read from, by file name; empty for generated
 *     data
 * @param notes what was understood, taken and passed over while reading, a sentence each
 */
record Description(
    String name,
    SampleShape shape,
    List<String> classNames,
    List<String> featureNames,
    Map<String, String> sources,
    List<String> notes) {
  Description {
    classNames = List.copyOf(classNames);
    featureNames = List.copyOf(featureNames);
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    notes = List.copyOf(notes);
    if (!featureNames.isEmpty() && featureNames.size() != shape.length()) {
      throw new IllegalArgumentException(
          featureNames.size() + " names for " + shape.length() + " features");
    }
  }

  /** Of data whose features have no names and whose reading needs no word. */
  Description(
      String name, SampleShape shape, List<String> classNames, Map<String, String> sources) {
    this(name, shape, classNames, List.of(), sources, List.of());
  }
}
