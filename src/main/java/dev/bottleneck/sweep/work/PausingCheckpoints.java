package dev.bottleneck.sweep.work;

import dev.bottleneck.study.experiment.JobCheckpoints;
import dev.bottleneck.sweep.pruning.Pruned;
import dev.bottleneck.training.TrainingCheckpoint;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ends the training of a trial that is given up between two steps, when its state has been written
 * down: it may be promoted, and goes on from there.
 */
final class PausingCheckpoints implements JobCheckpoints {
  private final JobCheckpoints states;
  private final boolean keepsPruned;
  private final AtomicReference<Pruned> pruned; // one of the job and all that it shares

  /**
   * @param keepsPruned whether the state of a trial that is given up can be of any use
   */
  PausingCheckpoints(JobCheckpoints states, boolean keepsPruned) {
    this(states, keepsPruned, new AtomicReference<>());
  }

  private PausingCheckpoints(
      JobCheckpoints states, boolean keepsPruned, AtomicReference<Pruned> pruned) {
    this.states = states;
    this.keepsPruned = keepsPruned;
    this.pruned = pruned;
  }

  /** Has the training end as soon as its state is whole. */
  void giveUp(Pruned why) {
    pruned.set(why);
  }

  /**
   * For a training that never asked whether its state should be kept.
   *
   * @throws Pruned if the trial was given up
   */
  void requireGoingOn() {
    if (isGivenUp()) {
      throw pruned.get();
    }
  }

  private boolean isGivenUp() {
    return pruned.get() != null;
  }

  @Override
  public TrainingCheckpoint phase(String name, String training) {
    return new Phase(states.phase(name, training));
  }

  @Override
  public JobCheckpoints shared(String use) {
    return new PausingCheckpoints(states.shared(use), keepsPruned, pruned);
  }

  private final class Phase implements TrainingCheckpoint {
    private final TrainingCheckpoint state;

    Phase(TrainingCheckpoint state) {
      this.state = state;
    }

    @Override
    public boolean isDue() {
      return isGivenUp() || state.isDue();
    }

    @Override
    public boolean isDueAtEnd() {
      return isGivenUp() || state.isDueAtEnd();
    }

    @Override
    public void keep(State what) {
      if (!isGivenUp() || keepsPruned) {
        state.keep(what);
      }
      requireGoingOn();
    }

    @Override
    public boolean restore(Reader reader) {
      return state.restore(reader);
    }
  }
}
