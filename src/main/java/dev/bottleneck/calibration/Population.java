package dev.bottleneck.calibration;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What many seeds of a study gave: of each arm the final measure on every seed.
 *
 * @param name of the file, without its extension
 * @param arms by key, in the file's order: the value by seed
 */
record Population(String name, Map<String, Map<Long, Double>> arms) {
  private static final String HEAD = "arm,seed,phase,epoch,metric,value";
  private static final int COLUMNS = 6;

  /** Two arms on the seeds that both have; {@code a[i]} and {@code b[i]} are of one seed. */
  record Pair(String name, double[] a, double[] b) {}

  /**
   * Reads a run's {@code metrics.csv}, or its lines of the phase "end" alone.
   *
   * @param metric whose values are read
   * @throws UserError if the file is no such table
   */
  static Population read(Path file, String metric) {
    List<String> lines = lines(file);
    if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
      throw new UserError(file + ": no metrics.csv of a run: it begins with " + HEAD);
    }
    Map<String, Map<Long, Double>> arms = new LinkedHashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      try {
        if (cells.length != COLUMNS) {
          throw new NumberFormatException(cells.length + " cells");
        }
        if (cells[2].equals("end") && cells[4].equals(metric)) {
          arms.computeIfAbsent(cells[0], arm -> new TreeMap<>())
              .put(Long.parseLong(cells[1]), Double.parseDouble(cells[5]));
        }
      } catch (NumberFormatException e) {
        throw new UserError(
            "%s: line %d is no line of a metrics.csv: %s".formatted(file, i + 1, e.getMessage()),
            e);
      }
    }
    if (arms.size() < 2) {
      throw new UserError(
          "%s: %d arms have the measure %s: a comparison takes two"
              .formatted(file, arms.size(), metric));
    }
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return new Population(dot > 0 ? name.substring(0, dot) : name, arms);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new UserError(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Every pair of arms, earlier ones the baselines of later ones. */
  List<Pair> pairs() {
    List<String> keys = new ArrayList<>(arms.keySet());
    List<Pair> pairs = new ArrayList<>();
    for (int last = keys.size() - 1; last > 0; last--) {
      for (int first = 0; first < last; first++) {
        pairs.add(pair(keys.get(first), keys.get(last)));
      }
    }
    return pairs;
  }

  private Pair pair(String baseline, String arm) {
    Map<Long, Double> a = arms.get(baseline);
    Map<Long, Double> b = arms.get(arm);
    long[] seeds = a.keySet().stream().filter(b::containsKey).mapToLong(Long::longValue).toArray();
    double[] ofA = new double[seeds.length];
    double[] ofB = new double[seeds.length];
    for (int i = 0; i < seeds.length; i++) {
      ofA[i] = a.get(seeds[i]);
      ofB[i] = b.get(seeds[i]);
    }
    return new Pair(arm + " against " + baseline, ofA, ofB);
  }

  /** The values of one arm. */
  double[] values(String arm) {
    return arms.get(arm).values().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
