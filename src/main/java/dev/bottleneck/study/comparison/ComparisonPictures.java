package dev.bottleneck.study.comparison;

import dev.bottleneck.report.Figure;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.comparison.MergedArms.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pictures that the runs have of themselves, those of the same beside each other. */
final class ComparisonPictures {
  private static final String PNG = ".png";

  /** Of all pictures together: a page of more is shown by no browser in good time. */
  private static final long LARGEST = 64L << 20;

  /** What each counts for at the least, or there might be any number of them. */
  private static final long SMALLEST = 64L << 10;

  /** What is asked of a picture first. */
  private static final List<String> FIRST = List.of("reconstructions", "filters");

  /**
   * Pictures of the same.
   *
   * @param title what they show
   */
  record Row(String title, List<Figure> figures) {}

  /**
   * @param leftOut how many rows are more than a page can carry
   */
  record Rows(List<Row> rows, int leftOut) {}

  private ComparisonPictures() {}

  /** A row for each picture of an arm that two runs have at the least. */
  static Rows of(RunsCompared compared) {
    Map<String, Map<Member, Path>> found = new TreeMap<>();
    for (Member member : compared.arms().members()) {
      for (Path file : pictures(compared.runs().get(member.run()).folder().resolve("figures"))) {
        subject(file, member)
            .ifPresent(
                subject ->
                    found
                        .computeIfAbsent(key(subject, member), k -> new LinkedHashMap<>())
                        .put(member, file));
      }
    }
    List<Row> rows = new ArrayList<>();
    int leftOut = 0;
    long room = LARGEST;
    for (var subject : found.entrySet()) {
      Map<Member, Path> files = subject.getValue();
      long size = files.values().stream().mapToLong(ComparisonPictures::size).sum();
      if (files.size() > 1 && size <= room) {
        rows.add(row(subject.getKey().substring(subject.getKey().indexOf(' ') + 1), files));
        room -= size;
      } else if (files.size() > 1) {
        leftOut++;
      }
    }
    return new Rows(rows, leftOut);
  }

  private static long size(Path file) {
    try {
      return Math.max(SMALLEST, Files.size(file));
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** In the order of the page. */
  private static String key(String subject, Member member) {
    int place = FIRST.indexOf(subject);
    return (place < 0 ? FIRST.size() : place) + " " + subject + " " + member.group();
  }

  /** What the picture shows of the arm: what its name says before that of the arm. */
  private static Optional<String> subject(Path file, Member member) {
    String name = file.getFileName().toString();
    String ending = "-" + member.own().key() + PNG;
    boolean drawnAnew = name.startsWith("apart-") || name.startsWith("replication-");
    return name.endsWith(ending) && name.length() > ending.length() && !drawnAnew
        ? Optional.of(name.substring(0, name.length() - ending.length()))
        : Optional.empty();
  }

  private static Row row(String subjectAndGroup, Map<Member, Path> files) {
    String subject = subjectAndGroup.split(" ", 2)[0].replace('-', ' ');
    String title = subject.substring(0, 1).toUpperCase(Locale.ROOT) + subject.substring(1);
    List<Figure> figures = new ArrayList<>();
    files.forEach(
        (member, file) ->
            figures.add(
                Figure.read(
                    file, member.merged().title(), title + ", " + member.merged().title())));
    return new Row(title, figures);
  }

  private static List<Path> pictures(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UserError(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
