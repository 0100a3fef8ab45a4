package dev.bottleneck.gpu;

import dev.bottleneck.bench.BenchmarkNet;
import dev.bottleneck.data.Batches;
import dev.bottleneck.device.Gpus;
import dev.bottleneck.device.Machine;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.cuda.device.KernelDevices;
import dev.bottleneck.testing.ByteImages;
import dev.bottleneck.training.ReadyBatch;
import dev.bottleneck.training.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The kernels' tests on the devices that are asked for, the time of a step, and whether memory
 * stays flat: a page.
 */
public final class GpuCheck {
  private static final int[] BATCHES = {32, 256};
  private static final int STRETCHES = 5;
  private static final int BATCHES_OF_AN_EPOCH = 16;
  private static final int PIXELS = 784;

  private GpuCheck() {}

  /**
   * Writes the page.
   *
   * @param arguments the page's file, seconds that each step is timed, seconds of the soak, and a
   *     file with the peer's lines "NET BATCH WAY MS"
   */
  public static void main(String[] arguments) throws IOException {
    double seconds = Double.parseDouble(arguments[1]);
    Map<String, Double> peers = peers(Path.of(arguments[3]));
    StringBuilder page = new StringBuilder("# On a GPU\n\n");
    page.append("- Command: `src/gpu/check.sh`, ").append(LocalDate.now()).append('\n');
    page.append("- Device: ").append(device()).append('\n');
    Machine.describe().forEach((key, value) -> page.append("- " + key + ": " + value + "\n"));
    Machine.describeGpus().forEach((key, value) -> page.append("- " + key + ": " + value + "\n"));
    KernelTests tests = new KernelTests();
    page.append("\n## Tests\n\n").append(tests.run());
    write(arguments[0], page);
    page.append(steps(seconds, peers));
    write(arguments[0], page);
    page.append(soak(Double.parseDouble(arguments[2])));
    write(arguments[0], page);
    if (!tests.allPassed()) {
      System.exit(1);
    }
  }

  private static void write(String file, StringBuilder page) throws IOException {
    Files.writeString(Path.of(file), page);
  }

  private static String device() {
    KernelDevices devices = KernelDevices.asked();
    try (KernelDevice device = devices.open(0)) {
      return "%s, the first of %d".formatted(device.name(), devices.count());
    }
  }

  /** Milliseconds by "NET BATCH", of the fastest way. */
  private static Map<String, Double> peers(Path file) throws IOException {
    Map<String, Double> fastest = new TreeMap<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      String[] words = line.split(" ");
      if (!line.startsWith("#") && words.length == 4) {
        fastest.merge(words[0] + " " + words[1], Double.parseDouble(words[3]), Math::min);
      }
    }
    return fastest;
  }

  private static String steps(double seconds, Map<String, Double> peers) {
    StringBuilder text =
        new StringBuilder("\n## A training step\n\nMilliseconds, the median of ")
            .append(STRETCHES)
            .append(" stretches; the data lie on the GPU, ours as bytes whose order is")
            .append(" drawn every 16 batches. The peer is the fastest of")
            .append(" PyTorch's eager, CUDA graphs and torch.compile.\n\n")
            .append(
                "| net | batch | ms | PyTorch, ms | PyTorch / ours | first epoch's loss | last epoch's |\n")
            .append("|---|---:|---:|---:|---:|---:|---:|\n");
    for (BenchmarkNet net : BenchmarkNet.values()) {
      for (int batch : BATCHES) {
        Timed timed = timed(net, batch, seconds);
        Double peer = peers.get(net + " " + batch);
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %d | %.3f | %s | %s | %.4f | %.4f |%n",
                net,
                batch,
                timed.milliseconds(),
                peer == null ? "–" : String.format(Locale.ROOT, "%.3f", peer),
                peer == null
                    ? "–"
                    : String.format(Locale.ROOT, "%.2f", peer / timed.milliseconds()),
                timed.first(),
                timed.last()));
      }
    }
    return text.toString();
  }

  private record Timed(double milliseconds, double first, double last) {}

  private static Timed timed(BenchmarkNet benchmark, int batch, double seconds) {
    Batches batches = Batches.of(ByteImages.random(BATCHES_OF_AN_EPOCH * batch, PIXELS), batch, 0);
    MultiLayerNetwork net = benchmark.network();
    try (TrainingStep step = EngineChoice.CUDA.step(net, batch, PIXELS)) {
      double first = epochs(step, batches, 1);
      double once = seconds(step, batches, 1);
      int count = Math.max(1, (int) (seconds / STRETCHES / once));
      double[] times = new double[STRETCHES];
      for (int i = 0; i < STRETCHES; i++) {
        times[i] = seconds(step, batches, count) * 1e3 / count / batches.count();
      }
      Arrays.sort(times);
      return new Timed(times[STRETCHES / 2], first, epochs(step, batches, 1));
    } finally {
      net.close();
    }
  }

  private static double seconds(TrainingStep step, Batches batches, int epochs) {
    long begun = System.nanoTime();
    epochs(step, batches, epochs);
    return (System.nanoTime() - begun) / 1e9;
  }

  /** The mean loss of some epochs. */
  private static double epochs(TrainingStep step, Batches batches, int epochs) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      step.epoch(batches, epoch).forEachRemaining(ReadyBatch::train);
    }
    return step.meanLoss();
  }

  /** Networks opened, trained and closed, again and again. */
  private static String soak(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    String before = free();
    int count = 0;
    while (System.nanoTime() < end) {
      timed(BenchmarkNet.values()[count % BenchmarkNet.values().length], 32, 0.2);
      count++;
    }
    return "\n## Soak\n\n%d networks in %.0f s; free before: %s; after: %s.\n"
        .formatted(count, seconds, before, free());
  }

  /** What nvidia-smi says is free. */
  private static String free() {
    return Gpus.survey().gpus().stream()
        .map(gpu -> gpu.freeMb().isPresent() ? gpu.freeMb().getAsLong() + " MiB" : "not told")
        .collect(Collectors.joining(", "));
  }
}
