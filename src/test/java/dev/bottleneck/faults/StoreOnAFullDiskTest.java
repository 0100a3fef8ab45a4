package dev.bottleneck.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bottleneck.jobs.StoreFormat;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Wherever the disk ends, a store is made whole or not at all. */
@EnabledOnOs(OS.LINUX)
class StoreOnAFullDiskTest {
  private static final int PAGE = 4 << 10;

  /** More than a store takes while it is made. */
  private static final int PAGES = 50;

  @TempDir Path folder;

  @Test
  void itIsWholeOrNotThere() throws IOException, InterruptedException {
    Optional<SmallDisk> mounted = SmallDisk.mount(folder, PAGES * PAGE >> 10);
    assumeTrue(mounted.isPresent(), "this machine or its user cannot mount a small disk");
    try (SmallDisk disk = mounted.get()) {
      Launch launch = disk.launch(Launch.of(List.of(disk.path().toString())));
      List<String> command = new ArrayList<>(launch.before());
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), Maker.class.getName()));
      command.addAll(launch.words());
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      List<String> ends = said.lines().filter(line -> line.matches("\\d+: .*")).toList();
      assertThat(ends).hasSize(PAGES);
      assertThat(ends)
          .allMatch(end -> end.endsWith(": whole") || end.contains("the disk is full"))
          .anyMatch(end -> end.endsWith(": whole"))
          .anyMatch(end -> end.contains("the disk is full"));
    }
  }

  /**
   * Makes a store where so many pages are free, for each number of them. SQLite would not stay on
   * the small disk in a process that sees it through a link.
   */
  static final class Maker {
    private Maker() {}

    public static void main(String[] words) throws IOException, SQLException {
      Path disk = Path.of(words[0]);
      Path ballast = disk.resolve("ballast");
      for (int free : IntStream.range(0, PAGES).toArray()) {
        Files.write(ballast, new byte[(PAGES - free) * PAGE - PAGE]);
        System.out.println(free + ": " + make(disk));
        Files.delete(ballast);
      }
    }

    private static String make(Path disk) throws IOException, SQLException {
      Path file = disk.resolve("store.sqlite");
      String end = "";
      try {
        StoreFormat.create(file, Map.of("key", "value"));
      } catch (UserError e) {
        end = e.getMessage();
      }
      List<Path> left;
      try (Stream<Path> all = Files.list(disk)) {
        left = all.filter(each -> !each.endsWith("ballast")).toList();
      }
      if (!end.isEmpty()) {
        return left.isEmpty() ? end : "left " + left;
      }
      // On the disk itself SQLite would want room for its log.
      Path copy = Files.createTempFile("store", ".sqlite");
      try {
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(file);
        return left.equals(List.of(file)) ? check(copy) : "left " + left;
      } finally {
        Files.delete(copy);
      }
    }

    private static String check(Path file) throws SQLException {
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = connection.createStatement()) {
        String found =
            firstOf(statement, "PRAGMA integrity_check")
                + firstOf(statement, "SELECT value FROM identity")
                + firstOf(statement, "PRAGMA journal_mode");
        return found.equals("okvaluewal") ? "whole" : found;
      } catch (SQLException e) {
        return e.getMessage();
      }
    }

    private static String firstOf(Statement statement, String query) throws SQLException {
      try (ResultSet row = statement.executeQuery(query)) {
        return row.getString(1);
      }
    }
  }
}
