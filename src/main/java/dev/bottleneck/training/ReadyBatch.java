package dev.bottleneck.training;

/** A batch that is at hand for a step. */
public interface ReadyBatch {
  /** How many examples it has. */
  int examples();

  /** Takes the step. */
  void train();

  /** One of so many examples. */
  static ReadyBatch of(int examples, Runnable step) {
    return new ReadyBatch() {
      @Override
      public int examples() {
        return examples;
      }

      @Override
      public void train() {
        step.run();
      }
    };
  }
}
