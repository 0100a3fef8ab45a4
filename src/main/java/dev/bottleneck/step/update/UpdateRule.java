package dev.bottleneck.step.update;

/**
 * An updater's arithmetic on a stretch of the parameters, in heap arrays, exactly as ND4J has it.
 *
 * <p>The loops are plain, so that C2 vectorises them. State that would become denormal, and then
 * ten times slower to compute with, is rounded by {@code (x + c) − c} and stays above that.
 */
public interface UpdateRule {
  /** State is rounded to about 1e-32, which no step of a float notices. */
  float NEGLIGIBLE = 1e-25f;

  /** State vectors of the parameters' length, which lie one after another in DL4J's state. */
  int states();

  /** The least that a gradient's running average is divided by; 1 where nothing is divided. */
  default double epsilon() {
    return 1;
  }

  /** Which arithmetic it is, for engines that have their own code for each. */
  Arithmetic arithmetic();

  /** What {@link #begin} has found out, in the order that {@link Arithmetic} tells. */
  float[] settings();

  /** Computes what is the same for all parameters of one step; schedules are asked here. */
  void begin(int iteration, int epoch);

  /**
   * Updates the first {@code count} parameters and their state.
   *
   * @param gradient of the mean loss; may be overwritten
   * @param state {@link #states} arrays
   */
  void apply(float[] parameters, float[] gradient, float[][] state, int count);
}
