package dev.bottleneck.data;

import dev.bottleneck.data.PublishedDataset.Home;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The download of a data set of the tests' own in a process of its own. */
public final class ToyDownload {
  private static final int BYTES = 200_000;

  private ToyDownload() {}

  /** What the server has by {@code name}. */
  public static byte[] file(String name) {
    byte[] noise = new byte[BYTES];
    new SplittableRandom(name.hashCode()).nextBytes(noise);
    return noise;
  }

  /**
   * Downloads what the cache has not.
   *
   * @param args the folder of the cache and the address of the server
   */
  public static void main(String[] args) {
    PublishedDataset toy =
        new PublishedDataset(
            "toy",
            "",
            List.of(),
            Map.of("a", Sha256.of(file("a.gz")), "b", Sha256.of(file("b.gz"))),
            Optional.of(new Home(URI.create(args[1]), "dataset-toy")));
    Path cache = Path.of(args[0]);
    DataOptions options =
        DataOptions.of(Map.of(), cache)
            .withSystemDir(cache.resolve("none"))
            .withCacheDir(cache)
            .withDownloadBase(URI.create(args[1]));
    Locator.find(toy, options);
  }
}
