package dev.bottleneck.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
  @TempDir Path parent;

  private Path left(String name, int secondsAgo) throws IOException {
    Path folder = Files.createDirectory(parent.resolve(name));
    Files.createDirectories(folder.resolve("deep/er"));
    Files.writeString(folder.resolve("deep/er/file"), "x");
    Path lock = Files.createFile(folder.resolve(".lock"));
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(secondsAgo)));
    return folder;
  }

  @Test
  void whatAKilledProcessLeftIsRemoved() throws IOException {
    Path killed = left("bottleneck-1", 120);
    Path justMade = left("bottleneck-2", 0);
    Path another = left("somebody-3", 120);
    Path unlocked = Files.createDirectory(parent.resolve("bottleneck-4"));
    Path made = TemporaryFolder.make(parent).path();
    assertThat(killed).doesNotExist();
    for (Path stays : new Path[] {justMade, another, unlocked, made}) {
      assertThat(stays).isDirectory();
    }
  }

  /** A link leads out of what was left, and what it leads to stays. */
  @Test
  void linksAreNotFollowed() throws IOException {
    Path precious =
        Files.writeString(Files.createDirectory(parent.resolve("mine")).resolve("x"), "x");
    Path killed = left("bottleneck-1", 120);
    Files.createSymbolicLink(killed.resolve("link"), precious.getParent());
    TemporaryFolder.make(parent);
    assertThat(killed).doesNotExist();
    assertThat(precious).hasContent("x");
  }

  /** Holds a folder as long as its standard input is open. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      Path folder = TemporaryFolder.make(Path.of(args[0])).path();
      System.out.println(folder);
      System.in.read();
    }
  }

  @Test
  void thatOfALivingProcessStaysUntilItEnds() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                parent.toString())
            .start();
    Path held = Path.of(process.inputReader().readLine());
    Path lock = held.resolve(".lock");
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(120)));
    TemporaryFolder.make(parent);
    assertThat(held).isDirectory();
    process.getOutputStream().close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(held).doesNotExist();
  }

  @Test
  void aPlaceThatTakesNoFoldersIsNamed() {
    assertThat(UserFolders.noTemporaryFiles(new IOException("x")))
        .hasMessageContaining(System.getProperty("java.io.tmpdir"))
        .hasMessageContaining("java.io.tmpdir=DIR");
    assertThatThrownBy(() -> TemporaryFolder.make(parent.resolve("none")))
        .isInstanceOf(IOException.class);
  }

  /** The lock is the process's own: it could not be had a second time. */
  @Test
  void isLocked() throws IOException {
    Path lock = TemporaryFolder.make(parent).path().resolve(".lock");
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      assertThatThrownBy(channel::tryLock)
          .isInstanceOf(java.nio.channels.OverlappingFileLockException.class);
    }
  }

  /** Nothing in the process asks for the lock any more: it must not be collected all the same. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theProcessHoldsItsLockAsLongAsItLives() throws IOException, InterruptedException {
    Path lock = UserFolders.temporary().resolve(".lock");
    String entry = ":" + Files.getAttribute(lock, "unix:ino") + " ";
    CountDownLatch collected = new CountDownLatch(1);
    Cleaner cleaner = Cleaner.create();
    cleaner.register(new Object(), collected::countDown);
    while (!collected.await(10, TimeUnit.MILLISECONDS)) {
      System.gc();
    }
    assertThat(Files.readString(Path.of("/proc/locks"))).contains(entry);
  }

  @Test
  void oneThatWasClearedAwayIsMadeAnew() throws IOException {
    Path first = UserFolders.temporary();
    Path elsewhere = first.resolveSibling(first.getFileName() + "-moved");
    Files.move(first, elsewhere);
    try {
      assertThat(UserFolders.temporary()).isDirectory().isNotEqualTo(first);
    } finally {
      Files.move(elsewhere, first); // what this process has unpacked may be in use
    }
  }
}
