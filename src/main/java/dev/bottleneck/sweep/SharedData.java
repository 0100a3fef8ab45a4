package dev.bottleneck.sweep;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.data.Splits;
import dev.bottleneck.study.Configuration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The data of a sweep's trials, read once for all of them. */
final class SharedData {
  private record Key(String data, String validation) {}

  private final DataOptions options;
  private final Map<Key, Splits> opened = new ConcurrentHashMap<>();

  SharedData(DataOptions options) {
    this.options = options;
  }

  Splits open(Configuration<?> configuration) {
    return opened.computeIfAbsent(
        new Key(configuration.data(), configuration.validation()),
        key -> Datasets.open(key.data(), options).split(key.validation()));
  }
}
