package dev.bottleneck.bench;

import dev.bottleneck.data.Corpus;
import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.runtime.UserError;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The 28×28 gray images that a benchmark trains on.
 *
 * @param spec as {@code --data} takes it
 * @param options where data were looked for
 */
public record BenchmarkData(String spec, Corpus corpus, DataOptions options) {
  private static final String PREFERRED = "fashion-mnist";
  private static final String ALWAYS_THERE = "mnist";

  /**
   * Those of {@code data}, or of Fashion-MNIST where that can be had, else of MNIST.
   *
   * @param out is told why Fashion-MNIST cannot be had
   * @throws UserError if the data cannot be had or are not 28×28 gray images
   */
  public static BenchmarkData open(Optional<String> data, DataOptions options, PrintWriter out) {
    if (data.isPresent()) {
      return of(data.get(), options);
    }
    try {
      return of(PREFERRED, options);
    } catch (UserError e) {
      out.printf("%s is taken: %s%n", ALWAYS_THERE, e.getMessage());
      return of(ALWAYS_THERE, options);
    }
  }

  private static BenchmarkData of(String data, DataOptions options) {
    Corpus corpus = Datasets.open(data, options);
    int length = corpus.pool().shape().length();
    if (length != BenchmarkNet.PIXELS) {
      throw new UserError(
          "--data %s: an example has %d values, and the benchmark's nets take %d (28×28)"
              .formatted(data, length, BenchmarkNet.PIXELS));
    }
    return new BenchmarkData(data, corpus, options);
  }

  /** The environment of a command that is to find the same data, with so many threads. */
  Map<String, String> environment(int threads) {
    Map<String, String> environment = new HashMap<>();
    environment.put("OMP_NUM_THREADS", Integer.toString(threads));
    options.dataDir().ifPresent(dir -> environment.put(DataOptions.DATA_VARIABLE, dir.toString()));
    return environment;
  }

  /** MNIST, which is always there. */
  BenchmarkData mnist() {
    return spec.equals(ALWAYS_THERE) ? this : of(ALWAYS_THERE, options);
  }
}
