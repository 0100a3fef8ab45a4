package dev.bottleneck;

import static dev.bottleneck.Bottleneck.computed;

import dev.bottleneck.report.RunFolder;
import dev.bottleneck.study.reproduction.Reproduction;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Experiments that are to be held against what their sources published. */
public final class ReproductionBuilder extends StudyBuilder<ReproductionBuilder> {
  /** The page of the repository. */
  public static final Path PAGE = Path.of("results", "REPRODUCTION.md");

  private final List<String> names;
  private Optional<Path> page = Optional.empty();
  private Optional<String> command = Optional.empty();
  private boolean resume;

  ReproductionBuilder(List<String> names) {
    this.names = List.copyOf(names);
  }

  @Override
  ReproductionBuilder self() {
    return this;
  }

  /**
   * Where the table is written; otherwise {@link #PAGE}, and of a quick one {@code
   * results/runs/REPRODUCTION.md}, as its numbers mean nothing.
   */
  public ReproductionBuilder page(Path file) {
    page = Optional.of(file);
    return this;
  }

  /** What the page says it was made by. */
  public ReproductionBuilder command(String text) {
    command = Optional.of(text);
    return this;
  }

  /** Goes on with the same reproduction, which was stopped. */
  public ReproductionBuilder resume() {
    resume = true;
    return this;
  }

  /**
   * Runs them, and returns the page.
   *
   * @throws BottleneckException if it cannot begin, was stopped, or some network has no result; the
   *     page has what had ended
   */
  public Path run() {
    return computed(
        () -> {
          List<String> all =
              names.isEmpty() ? List.copyOf(ShippedConfigurations.all().keySet()) : names;
          Path file = page.orElseGet(this::usualPage);
          new Reproduction(onBackend(settings()), options(), out())
              .run(all, file, command.orElse("Bottleneck.reproduction(" + names + ")"), resume);
          return file;
        });
  }

  private Path usualPage() {
    return settings().quick() ? RunFolder.DEFAULT_ROOT.resolve(PAGE.getFileName()) : PAGE;
  }
}
