package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.cuda.device.Launch;
import dev.bottleneck.step.cuda.device.LaunchSequence;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Update;
import dev.bottleneck.step.update.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The network's updaters on the device: a launch each, whose settings the host tells at each step.
 */
final class DeviceUpdater implements AutoCloseable {
  /** Floats of settings for each updater: 1 / batch, and those of {@link UpdateRule#settings}. */
  private static final int SETTINGS = 8;

  private record Stretch(UpdateRule rule, Update update) {}

  private final KernelDevice device;
  private final DeviceVectors vectors;
  private final List<Stretch> stretches = new ArrayList<>();
  private final Place settings;
  private final FloatPointer told; // on the host
  private LaunchSequence sequence;

  /** Takes places in the vectors' arena, which is placed later. */
  DeviceUpdater(KernelDevice device, DeviceVectors vectors, List<Update> updates)
      throws NotCompilable {
    this.device = device;
    this.vectors = vectors;
    for (Update update : updates) {
      stretches.add(new Stretch(update.rule(), update));
    }
    long floats = Math.max(1, (long) SETTINGS * stretches.size());
    settings = vectors.arena().floats(floats);
    told = new FloatPointer(floats);
  }

  /** Makes the launches ready, once the arena is placed. */
  void prepare() {
    List<Launch> launches = new ArrayList<>();
    for (int i = 0; i < stretches.size(); i++) {
      launches.add(launch(i).launch());
    }
    sequence = device.prepare(launches);
  }

  private LaunchDraft launch(int index) {
    Update update = stretches.get(index).update();
    int count = update.length();
    return new LaunchDraft(
        stretches.get(index).rule().arithmetic().name().toLowerCase(Locale.ROOT),
        Lowering.blocksFor(count),
        1,
        Lowering.THREADS,
        vectors.arena().trials(),
        List.of(
            vectors.arena(),
            vectors.parameters().plus(update.start()),
            vectors.gradient().plus(update.start()),
            vectors.state(update.stateStart()),
            vectors.state((long) update.stateStart() + count),
            settings.plus((long) index * SETTINGS),
            count));
  }

  /** Takes one step by the gradient that lies on the device. */
  void update(int batch, int iteration, int epoch) {
    vectors.refreshState();
    for (int i = 0; i < stretches.size(); i++) {
      UpdateRule rule = stretches.get(i).rule();
      rule.begin(iteration, epoch);
      long at = (long) i * SETTINGS;
      told.put(at, 1f / batch);
      for (float setting : rule.settings()) {
        told.put(++at, setting);
      }
    }
    device.upload(told.address(), settings.address(), told.capacity() * Float.BYTES);
    sequence.run();
  }

  @Override
  public void close() {
    if (sequence != null) {
      sequence.close();
    }
    told.close();
  }
}
