package dev.bottleneck.study.experiment;

import dev.bottleneck.runtime.UserError;

/** From a class's name to an experiment, and from an experiment's class to its configuration. */
public final class ExperimentClass {
  private static final String SUFFIX = "Experiment";

  private ExperimentClass() {}

  /** Loads and makes the experiment; a class that is no {@link Experiment} is never initialised. */
  public static Experiment<?> instantiate(String className, String file) {
    try {
      Class<?> type =
          Class.forName(className, false, Thread.currentThread().getContextClassLoader());
      if (!Experiment.class.isAssignableFrom(type)) {
        throw new UserError(
            "%s: experiment is %s: that class is no %s"
                .formatted(file, className, Experiment.class.getName()));
      }
      return (Experiment<?>) type.getConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw new UserError(
          "%s: experiment is %s: no such class on the class path".formatted(file, className), e);
    } catch (LinkageError e) {
      throw new UserError(
          file
              + ": experiment is "
              + className
              + ": that class cannot be loaded: "
              + e.getMessage(),
          e);
    } catch (ReflectiveOperationException e) {
      throw new UserError(
          "%s: experiment is %s: it needs a public constructor without arguments"
              .formatted(file, className),
          e);
    }
  }

  /** DenoisingPretrainingExperiment is configured by denoising-pretraining. */
  public static String configurationName(Class<?> experiment) {
    String simple = experiment.getSimpleName();
    String stem =
        simple.endsWith(SUFFIX) ? simple.substring(0, simple.length() - SUFFIX.length()) : simple;
    return stem.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
        .toLowerCase(java.util.Locale.ROOT);
  }
}
