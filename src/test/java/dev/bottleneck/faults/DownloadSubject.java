package dev.bottleneck.faults;

import dev.bottleneck.data.Sha256;
import dev.bottleneck.data.ToyDownload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The download of a data set into the cache, from a server that takes its time. */
record DownloadSubject(SlowServer server) implements Subject {
  /** All downloads are alike, whatever server they come from. */
  @Override
  public boolean equals(Object other) {
    return other instanceof DownloadSubject;
  }

  @Override
  public int hashCode() {
    return DownloadSubject.class.hashCode();
  }

  @Override
  public String name() {
    return "download";
  }

  @Override
  public Launch begin(Path room) {
    return Launch.of(
        ToyDownload.class, List.of(room.resolve("cache").toString(), server.address().toString()));
  }

  @Override
  public boolean hasBegun(Path room) throws IOException {
    return !ended(room).isEmpty();
  }

  @Override
  public Launch goOn(Path room) {
    return begin(room);
  }

  @Override
  public Map<String, String> results(Path room) throws IOException {
    return ended(room);
  }

  /** Files of the cache: one that is there is not downloaded again. */
  @Override
  public Map<String, String> ended(Path room) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Path file : Wreckage.files(room.resolve("cache"))) {
      String name = file.getFileName().toString();
      if (!name.startsWith(".")) {
        files.put(name, Sha256.of(Files.readAllBytes(file)));
      }
    }
    return files;
  }
}
