package dev.bottleneck.fuzz;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.data.ReadingOptions;
import dev.bottleneck.data.Splits;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The readers of examples. */
final class DataTargets {
  private DataTargets() {}

  static List<Target> all() throws IOException {
    return List.of(
        idx("idx", 6, false, Bytes::forged),
        idx("idx-gzip", 6, true, Bytes::damaged),
        idx("idx-gzip-content", 4, false, Containers.gzip(Bytes::forged)),
        csv(),
        csvGzip(),
        npy(),
        npz("npz", 6, true, Bytes::damaged),
        npz("npz-entries", 5, false, npzEntries()),
        pictures("png", "png", 7, true, Bytes::damaged),
        pictures("png-chunks", "png", 6, false, Containers.png(Bytes::forged)),
        pictures("jpeg", "jpg", 6, false, Bytes::forged));
  }

  private static Target idx(String name, int weight, boolean packed, Mutation mutation)
      throws IOException {
    boolean gzip = name.contains("gzip");
    List<Map<String, byte[]>> corpus = List.of(folder(gzip, 8, 4), folder(gzip, 4, 0));
    Map<String, Mutation> mutations = new TreeMap<>();
    corpus.get(0).keySet().forEach(file -> mutations.put(file, mutation));
    return new Target(name, weight, packed, corpus, mutations, in -> read("idx:" + in, in));
  }

  private static Map<String, byte[]> folder(boolean gzip, int train, int test) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    Samples.idx("train", train, files);
    if (test > 0) {
      Samples.idx("t10k", test, files);
    }
    if (!gzip) {
      return files;
    }
    Map<String, byte[]> packed = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      packed.put(file.getKey() + ".gz", Containers.gzipped(file.getValue()));
    }
    return packed;
  }

  private static Target csv() {
    return new Target(
        "csv",
        10,
        false,
        Samples.tables().stream().map(text -> Target.file("table.csv", text)).toList(),
        Map.of("table.csv", Mutation.anyOf(Bytes::forged, Lines::mutated)),
        in -> read("csv:" + in.resolve("table.csv"), in));
  }

  private static Target csvGzip() throws IOException {
    byte[] packed = Containers.gzipped(Samples.tables().get(0).getBytes(StandardCharsets.UTF_8));
    return new Target(
        "csv-gzip",
        5,
        true,
        List.of(Map.of("table.csv.gz", packed)),
        Map.of("table.csv.gz", Bytes::damaged),
        in -> read("csv:" + in.resolve("table.csv.gz"), in));
  }

  private static Target npy() {
    Mutation array = Mutation.anyOf(Bytes::forged, Bytes::damaged);
    return new Target(
        "npy",
        9,
        false,
        Samples.arrays(),
        Map.of(
            "x.npy", array, "y.npy", array, "y.txt", Mutation.anyOf(Bytes::forged, Lines::mutated)),
        in -> {
          Path labels = in.resolve(in.resolve("y.npy").toFile().exists() ? "y.npy" : "y.txt");
          ReadingOptions reading = ReadingOptions.DEFAULTS.withLabels(labels.toString());
          return read("npy:" + in.resolve("x.npy"), in, reading);
        });
  }

  private static Mutation npzEntries() {
    return Mutation.anyOf(
        Containers.zip("x.npy", Bytes::forged), Containers.zip("y.npy", Bytes::forged));
  }

  private static Target npz(String name, int weight, boolean checked, Mutation mutation)
      throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>(Samples.arrays().get(0));
    return new Target(
        name,
        weight,
        checked,
        List.of(
            Map.of("a.npz", Containers.zipped(arrays)), Map.of("a.npz", Samples.stored(arrays))),
        Map.of("a.npz", mutation),
        in -> read("npy:" + in.resolve("a.npz"), in));
  }

  private static Target pictures(
      String name, String format, int weight, boolean checked, Mutation mutation)
      throws IOException {
    Map<String, Mutation> mutations = new TreeMap<>();
    List<Map<String, byte[]>> corpus = Samples.pictures(format);
    corpus.forEach(folder -> folder.keySet().forEach(file -> mutations.put(file, mutation)));
    return new Target(
        name,
        weight,
        checked,
        corpus,
        mutations,
        in -> read("images:" + in.resolve("pictures"), in));
  }

  private static String read(String data, Path folder) {
    return read(data, folder, ReadingOptions.DEFAULTS);
  }

  private static String read(String data, Path folder, ReadingOptions reading) {
    DataOptions options =
        DataOptions.defaults().withCacheDir(folder.resolve("cache")).withReading(reading);
    Splits read = Datasets.open(data, options).split("none");
    for (String note : read.notes()) {
      if (note.contains(": passed over: ")) {
        throw new UserError(note); // it tells of a damaged name as well as a refusal does
      }
    }
    return described(read);
  }

  /** All examples and what they are called. */
  static String described(Splits data) {
    Dataset train = data.train();
    return String.join(
        " ",
        train.contentHash(),
        data.test().map(Dataset::contentHash).orElse("no test part"),
        train.classNames().toString(),
        train.featureNames().toString());
  }
}
