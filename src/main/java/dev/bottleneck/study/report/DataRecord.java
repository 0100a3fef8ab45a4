package dev.bottleneck.study.report;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Splits;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a manifest says of the data: which, how much in each part, and their hashes. */
final class DataRecord {
  private DataRecord() {}

  static Map<String, Object> of(Splits data) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", data.train().name());
    if (!data.train().classNames().isEmpty()) {
      map.put("classNames", data.train().classNames());
    }
    map.put("train", part(data.train()));
    data.validation().ifPresent(part -> map.put("validation", part(part)));
    data.test().ifPresent(part -> map.put("test", part(part)));
    map.put("sources", data.train().sources());
    if (!data.notes().isEmpty()) {
      map.put("notes", data.notes());
    }
    return map;
  }

  private static Map<String, Object> part(Dataset part) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("examples", part.size());
    map.put("sha256", part.contentHash());
    return map;
  }
}
