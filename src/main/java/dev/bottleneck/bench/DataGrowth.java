package dev.bottleneck.bench;

import dev.bottleneck.report.BenchmarksPage;
import dev.bottleneck.report.MarkdownTable;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import dev.bottleneck.runtime.Require;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How fast training is and how much memory it takes as the examples grow in number: MNIST's images
 * over and over in one mapped {@code .npy} of bytes, one epoch of the stacked autoencoder.
 */
public final class DataGrowth {
  private static final String SECTION = "Examples in number";
  private static final int BATCH = 256;
  private static final double MEBI = 1 << 20;
  private static final String METHOD =
      """
      One epoch of the stacked autoencoder, batch %d, one thread, on MNIST's training images repeated in a mapped `.npy` of bytes:
      `%s`. Reading is all before the training: to map the file, to look at each value once, and the file's and the values'
      SHA-256. Memory is the most that was resident of the process's own, heap and arrays; and of files, the `.npy` and the
      libraries, which the system takes back when it is short.
      """;

  private final List<Integer> sizes;
  private final BenchmarkData mnist;
  private final Launcher launcher;
  private final PrintWriter out;

  /**
   * @param sizes examples, each more than the 5,000 that are held out
   */
  public DataGrowth(List<Integer> sizes, BenchmarkData mnist, PrintWriter out) {
    this(Launcher.find("bench growth"), sizes, mnist, out);
  }

  DataGrowth(Launcher launcher, List<Integer> sizes, BenchmarkData mnist, PrintWriter out) {
    this.launcher = launcher;
    sizes.forEach(size -> Require.atLeast("--sizes", size, 10_000));
    this.sizes = sizes.stream().sorted().toList();
    this.mnist = mnist;
    this.out = out;
  }

  /**
   * Measures, and renews the section of the page.
   *
   * @param command what the user typed, for the page
   */
  public void run(Path page, String command) {
    BenchmarksPage.open(page);
    Environment environment = new Environment(command);
    Table.Builder table =
        Table.titled("One epoch")
            .number("examples")
            .number("file, MiB")
            .number("reading, s")
            .number("training, s")
            .number("images/s")
            .number("own memory, MiB")
            .number("of files, MiB");
    List<String> words = List.of();
    try (JobFolder folder = new JobFolder()) {
      byte[] pixels = Files.readAllBytes(folder.bytes(mnist.corpus()).resolve("train.images"));
      for (int size : sizes) {
        Path file = folder.path().resolve("images-" + size + ".npy");
        write(file, size, pixels);
        Path left = folder.path().resolve("out-" + size);
        words = words(file, left);
        table.row(row(size, file, words, left));
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a temporary file failed", e);
    }
    Table made = table.build();
    out.print("\n" + TextTable.render(made));
    String typed =
        String.join(" ", words).replaceAll("npy:\\S*", "npy:FILE").replaceAll(" --out \\S*", "");
    BenchmarksPage.renew(
        page,
        SECTION,
        METHOD.formatted(BATCH, "./bottleneck " + typed)
            + "\n"
            + environment.bullets()
            + "\n"
            + MarkdownTable.render(made),
        out);
  }

  private static List<String> words(Path file, Path out) {
    return List.of(
        "run",
        "stacked",
        "--seeds",
        "1",
        "--set",
        "epochs=1",
        "--set",
        "batchSize=" + BATCH,
        "--set",
        "data=npy:" + file,
        "--set",
        "scale=pixels",
        "--set",
        "test=none",
        "--parallel",
        "1",
        "--threads",
        "1",
        "--out",
        out.toString());
  }

  private String[] row(int size, Path file, List<String> words, Path folder) throws IOException {
    out.printf(Locale.ROOT, "%,d examples%n", size);
    out.flush();
    TimedProcess run = launcher.run(words, Map.of("OMP_NUM_THREADS", "1"));
    RunRecord record = RunRecord.of(folder);
    return new String[] {
      String.format(Locale.ROOT, "%,d", size),
      String.format(Locale.ROOT, "%,.0f", Files.size(file) / MEBI),
      Numbers.fixed(record.data(), 1),
      Numbers.fixed(record.training(), 1),
      String.format(Locale.ROOT, "%,.0f", record.images() / record.training()),
      String.format(Locale.ROOT, "%,.0f", run.memory().own()),
      String.format(Locale.ROOT, "%,.0f", run.memory().mapped())
    };
  }

  /**
   * NumPy's format, version 1.0:
   * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
   */
  private static void write(Path file, int size, byte[] pixels) throws IOException {
    String shape =
        "{'descr': '|u1', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(size, BenchmarkNet.PIXELS);
    String header = shape + " ".repeat(127 - 10 - shape.length()) + "\n";
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
      out.write(header.getBytes(StandardCharsets.US_ASCII));
      long left = (long) size * BenchmarkNet.PIXELS;
      while (left > 0) {
        int count = (int) Math.min(left, pixels.length);
        out.write(pixels, 0, count);
        left -= count;
      }
    }
  }
}
