package dev.bottleneck.sweep.work;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.ReadingOptions;
import dev.bottleneck.data.Splits;
import dev.bottleneck.device.Devices;
import dev.bottleneck.device.PerDevice;
import dev.bottleneck.study.configuration.Configuration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The data of a sweep's trials, read once for all of them and copied once to each device. */
public final class SharedData {
  private record Key(String data, String validation, ReadingOptions reading) {}

  private final DataOptions options;
  private final Devices devices;
  private final Map<Key, PerDevice<Splits>> opened = new ConcurrentHashMap<>();

  public SharedData(DataOptions options, Devices devices) {
    this.options = options;
    this.devices = devices;
  }

  /** On the device of the calling thread. */
  public Splits open(Configuration<?> configuration) {
    return opened
        .computeIfAbsent(
            new Key(configuration.data(), configuration.validation(), configuration.reading()),
            key -> shared(configuration))
        .get();
  }

  private PerDevice<Splits> shared(Configuration<?> configuration) {
    Splits data = configuration.open(options).here(devices);
    return new PerDevice<>(devices, data, original -> original.here(devices));
  }
}
