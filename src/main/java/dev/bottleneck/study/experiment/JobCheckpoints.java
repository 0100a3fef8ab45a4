package dev.bottleneck.study.experiment;

import dev.bottleneck.training.TrainingCheckpoint;

/**
 * Keeps what the phases of one job go on from if its process ends before it does.
 *
 * <p>A job that goes on is run from its beginning, and takes the same way, since it has its chance
 * from its seed alone: each phase takes up what was kept of it, and what lies between phases is
 * done again.
 */
public interface JobCheckpoints {
  /** Keeps nothing. */
  JobCheckpoints NONE =
      new JobCheckpoints() {
        @Override
        public TrainingCheckpoint phase(String name, String training) {
          return TrainingCheckpoint.NONE;
        }

        @Override
        public JobCheckpoints shared(String use) {
          return this;
        }
      };

  /**
   * That of the phase which the job begins now.
   *
   * @param training what the phase trains, and after what, but not for how long: a state of any
   *     other is none of it. Its batches must follow from that and the settings.
   */
  TrainingCheckpoint phase(String name, String training);

  /** Those of what the job does for other arms of its seed as well. */
  JobCheckpoints shared(String use);
}
