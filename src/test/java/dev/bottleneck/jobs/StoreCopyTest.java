package dev.bottleneck.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCopyTest {
  @TempDir Path folder;

  /** Of a folder where SQLite can put nothing beside the store; -wal may hold what is newest. */
  @Test
  void holdsTheSameThoughItsFolderCannotBeWritten() throws IOException {
    Path file = folder.resolve("jobs.sqlite");
    StoreFormat.create(file, Map.of());
    try (JobStore writing =
        JobStore.open(StorePlace.file(file), Duration.ofHours(1), 3, Time.SYSTEM)) {
      writing.plan("run", 0, "arm", 1);
      Path other = Files.createDirectories(folder.resolve("other")).resolve("jobs.sqlite");
      for (String end : List.of("", "-wal")) {
        Files.copy(
            file.resolveSibling("jobs.sqlite" + end), other.resolveSibling("jobs.sqlite" + end));
      }
      byte[] before = Files.readAllBytes(other);
      try (StoreConnection copy = StoreFormat.checked(file, StoreCopy.copied(other))) {
        assertThat(copy.number("SELECT count(*) FROM jobs WHERE state = 'waiting'")).isEqualTo(1);
      }
      assertThat(other).hasBinaryContent(before);
      assertThat(other.getParent()).isDirectoryNotContaining(p -> p.toString().endsWith("-shm"));
    }
  }
}
