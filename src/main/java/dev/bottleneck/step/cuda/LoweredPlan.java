package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.cuda.device.Launch;
import java.util.List;

/**
 * A plan as launches.
 *
 * @param output {@code null} where the plan ends in losses
 * @param score a double
 */
record LoweredPlan(
    List<Place> inputs,
    List<Place> labels,
    Place output,
    Place score,
    List<StepInput> stepInputs,
    List<Launch> launches) {}
