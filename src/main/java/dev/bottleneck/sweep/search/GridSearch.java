package dev.bottleneck.sweep.search;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.space.Domain;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.space.Space;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator.Mode;

/**
 * Every setting of a grid, once: ranges at {@code points} values from end to end, choices at all of
 * theirs; the first dimension changes fastest.
 *
 * <p>Arbiter's grid is the product of all dimensions: it holds a setting once for each value of a
 * dimension that does not count in it. Those repeats are left out here.
 */
public final class GridSearch implements Search {
  /** A larger product would be listed for longer than anyone waits. */
  private static final long MOST = 1_000_000;

  private final List<Proposal> settings;

  private GridSearch(List<Proposal> settings) {
    this.settings = settings;
  }

  public GridSearch(Space space, int points) {
    this(settings(space, points));
  }

  private static List<Proposal> settings(Space space, int points) {
    if (product(space, points) > MOST) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "search.points is %d: a grid of %,d settings, and %,d can be listed; %s",
              points,
              product(space, points),
              MOST,
              product(space, 2) > MOST ? "search fewer keys" : "take fewer points"));
    }
    GridSearchCandidateGenerator generator =
        new GridSearchCandidateGenerator(space, points, Mode.Sequential, null);
    Map<Map<String, String>, Proposal> settings = new LinkedHashMap<>();
    while (generator.hasMoreCandidates()) {
      Proposal proposal = space.proposal(generator.getCandidate().getFlatParameters());
      settings.putIfAbsent(proposal.parameters(), proposal);
    }
    return new ArrayList<>(settings.values());
  }

  private static long product(Space space, int points) {
    return space.dimensions().stream()
        .mapToLong(dimension -> values(dimension.domain(), points))
        .reduce(1, GridSearch::saturatingProduct);
  }

  private static long saturatingProduct(long a, long b) {
    return a > MOST ? a : a * b;
  }

  private static long values(Domain domain, int points) {
    if (domain instanceof Domain.Choice choice) {
      return choice.values().size();
    }
    return domain instanceof Domain.Whole whole
        ? Math.min(points, (long) whole.high() - whole.low() + 1)
        : points;
  }

  /** How many settings there are. */
  public int size() {
    return settings.size();
  }

  @Override
  public Optional<Proposal> propose(int number) {
    return number < settings.size() ? Optional.of(settings.get(number)) : Optional.empty();
  }
}
