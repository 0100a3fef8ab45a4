package dev.bottleneck.sweep.work;

import dev.bottleneck.study.experiment.JobCheckpoints;
import dev.bottleneck.sweep.pruning.Pruned;
import dev.bottleneck.training.TrainingCheckpoint;
import java.util.Optional;

/**
 * Ends the training of a trial that is given up between two steps, when its state has been written
 * down: it may be promoted, and goes on from there.
 */
final class PausingCheckpoints implements JobCheckpoints {
  private final JobCheckpoints states;
  private final boolean keepsPruned;
  private Optional<Pruned> pruned = Optional.empty();

  /**
   * @param keepsPruned whether the state of a trial that is given up can be of any use
   */
  PausingCheckpoints(JobCheckpoints states, boolean keepsPruned) {
    this.states = states;
    this.keepsPruned = keepsPruned;
  }

  /** Has the training end as soon as its state is whole. */
  void giveUp(Pruned why) {
    pruned = Optional.of(why);
  }

  /**
   * For a training that never asked whether its state should be kept.
   *
   * @throws Pruned if the trial was given up
   */
  void requireGoingOn() {
    if (pruned.isPresent()) {
      throw pruned.get();
    }
  }

  @Override
  public TrainingCheckpoint phase(String name, String training) {
    return new Phase(states.phase(name, training));
  }

  @Override
  public JobCheckpoints shared(String use) {
    JobCheckpoints shared = states.shared(use);
    return new JobCheckpoints() {
      @Override
      public TrainingCheckpoint phase(String name, String training) {
        return new Phase(shared.phase(name, training));
      }

      @Override
      public JobCheckpoints shared(String further) {
        return PausingCheckpoints.this.shared(further);
      }
    };
  }

  private final class Phase implements TrainingCheckpoint {
    private final TrainingCheckpoint state;

    Phase(TrainingCheckpoint state) {
      this.state = state;
    }

    @Override
    public boolean isDue() {
      return pruned.isPresent() || state.isDue();
    }

    @Override
    public boolean isDueAtEnd() {
      return pruned.isPresent() || state.isDueAtEnd();
    }

    @Override
    public void keep(State what) {
      if (pruned.isEmpty() || keepsPruned) {
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
