package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobStore;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.jobs.StoreFailure;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.sweep.pruning.Losses;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.trial.Outcome;
import dev.bottleneck.sweep.trial.SecondObjective;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.util.List;
import java.util.Optional;

/**
 * Where a process has its trials from: what waits, else what is promoted, else what it plans.
 *
 * <p>A trial is planned outside any transaction, since that may take long and other processes need
 * the store meanwhile. In a database processes plan in turn; of two that plan the same one in a
 * file, whoever comes second plans the next.
 */
public final class TrialQueue {
  private final TrialStore trials;
  private final JobStore jobs;
  private final StoreConnection store;
  private final SearchHistory history;
  private final Planner planner;
  private final Promoter promoter;

  /** A trial that is to be begun. */
  public record Plan(Proposal proposal, long firstSeed) {}

  /** Says what a trial is to be. */
  @FunctionalInterface
  public interface Planner {
    /** What complete trials are told with beside their value. */
    default SecondObjective second() {
      return SecondObjective.NONE;
    }

    /** Hears how a trial stands: when it was planned, and again whenever that has changed. */
    default void learn(Outcome trial) {}

    /** Trial {@code number}, after it has heard of all before; empty if there is to be none. */
    Optional<Plan> plan(int number);
  }

  /** A trial after the search. */
  public record Run(Stage stage, int number, Plan plan) {}

  /** Says what follows the search. */
  @FunctionalInterface
  public interface Course {
    /** What is to be run after all that {@code trials} holds; nothing if that was all. */
    List<Run> next(TrialStore trials);
  }

  /** Says which of the pruned trials is to go on after all. */
  @FunctionalInterface
  public interface Promoter {
    /** Promotes none. */
    Promoter NONE = losses -> Optional.empty();

    Optional<Integer> promotable(Losses losses);
  }

  public TrialQueue(TrialStore trials, Planner planner) {
    this(trials, Promoter.NONE, planner);
  }

  /**
   * @param promoter what it promotes is taken before a trial is planned
   */
  public TrialQueue(TrialStore trials, Promoter promoter, Planner planner) {
    this.trials = trials;
    this.jobs = trials.jobs();
    this.store = jobs.connection();
    this.history = trials.history(planner.second());
    this.planner = planner;
    this.promoter = promoter;
  }

  /** Takes a trial; empty if there is none for now. */
  public synchronized Optional<Trial> claim(WorkerId worker) {
    jobs.owners().takeFromTheDead(worker);
    while (true) {
      Optional<StoredJob> waiting = jobs.claim(worker);
      if (waiting.isPresent() || trials.searchIsOver()) {
        return waiting.map(trials::trial);
      }
      if (promoter != Promoter.NONE) {
        // It hears of what is new, at a process's first trial of all, before others have to wait.
        promoter.promotable(trials.epochs());
        if (store.transaction(() -> !trials.searchIsOver() && promote())) {
          continue;
        }
      }
      Planned planned = store.inTurn(() -> plan(worker));
      planned.begun().ifPresent(trial -> jobs.hold(trial.job()));
      if (planned.isLast() || planned.begun().isPresent()) {
        return planned.begun();
      }
    }
  }

  /**
   * What came of planning a trial.
   *
   * @param isLast whether there is to be none
   * @param begun empty if there is to be none, or another process has planned one meanwhile
   */
  private record Planned(boolean isLast, Optional<Trial> begun) {}

  private Planned plan(WorkerId worker) {
    int number = trials.next();
    long seen = history.tellAll(planner::learn);
    return planner
        .plan(number)
        .map(plan -> store.transaction(() -> beginNext(worker, number, plan, seen)))
        .map(begun -> new Planned(false, begun))
        .orElse(new Planned(true, Optional.empty()));
  }

  /**
   * Lets a pruned trial wait to be taken, by this process or another; for use within a transaction.
   *
   * @return whether there is one
   * @throws StoreFailure if the promoted one is not pruned: it would be promoted again for ever
   */
  private boolean promote() {
    Optional<Integer> promoted = promoter.promotable(trials.epochs());
    promoted.ifPresent(this::goOn);
    return promoted.isPresent();
  }

  private void goOn(int number) {
    if (jobs.changes().goOn("stage = 'search' AND number = ? AND state = 'pruned'", number) == 0) {
      throw StoreFailure.damaged(
          jobs.place(), "search trial " + number + " is promoted, yet it was not pruned", null);
    }
  }

  /** Empty if another process has begun a trial of that number, or ended the search. */
  private Optional<Trial> beginNext(WorkerId worker, int number, Plan plan, long seen) {
    if (trials.next() != number || trials.searchIsOver()) {
      return Optional.empty();
    }
    insert(Stage.SEARCH, number, plan, seen);
    StoredJob job = jobs.job(Stage.SEARCH.toString(), number);
    return Optional.of(trials.trial(jobs.begin(job, worker)));
  }

  private void insert(Stage stage, int number, Plan plan, long seen) {
    jobs.plan(stage.toString(), number, TrialRow.task(plan.proposal()), plan.firstSeed(), seen);
  }

  /**
   * Plans what follows the search, or what followed it, once all of that has ended; from then on no
   * search trial is begun.
   *
   * @return whether nothing follows; if not, a trial waits, or another process has begun one
   */
  public boolean close(Course course) {
    return store.transaction(
        () -> {
          if (jobs.hasUnfinished() || !trials.searchIsOver() && promote()) {
            return false;
          }
          List<Run> next = course.next(trials);
          long seen = jobs.changes().last();
          next.forEach(run -> insert(run.stage(), run.number(), run.plan(), seen));
          return next.isEmpty();
        });
  }
}
