package dev.bottleneck.gpu;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The tests that the kernels have to pass on every device. */
final class KernelTests {
  private static final List<String> CLASSES =
      List.of(
          "dev.bottleneck.step.cuda.KernelsTest",
          "dev.bottleneck.step.CudaEngineTest",
          "dev.bottleneck.step.HeldExamplesTest",
          "dev.bottleneck.step.KnownLayersTest",
          "dev.bottleneck.step.KnownUpdatersTest",
          "dev.bottleneck.step.ConvolutionLayersTest",
          "dev.bottleneck.step.RecurrentLayersTest",
          "dev.bottleneck.step.GraphTest",
          "dev.bottleneck.step.SeveralOutputsTest",
          "dev.bottleneck.step.ShippedVariantsTest");

  private boolean allPassed = true;

  /** Whether each class has passed something, and failed in nothing. */
  boolean allPassed() {
    return allPassed;
  }

  /** Carries them out; what came of it, a row a class, and each failure. */
  String run() {
    StringBuilder text =
        new StringBuilder("| tests | passed | failed | skipped | s |\n|---|---:|---:|---:|---:|\n");
    StringBuilder failures = new StringBuilder();
    for (String name : CLASSES) {
      TestExecutionSummary summary = run(name);
      allPassed &= summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0;
      text.append(
          "| %s | %d | %d | %d | %.1f |\n"
              .formatted(
                  name.substring(name.lastIndexOf('.') + 1),
                  summary.getTestsSucceededCount(),
                  summary.getTestsFailedCount(),
                  summary.getTestsSkippedCount() + summary.getTestsAbortedCount(),
                  (summary.getTimeFinished() - summary.getTimeStarted()) / 1e3));
      failures.append(
          summary.getFailures().stream()
              .map(
                  failure ->
                      "- %s: %s\n"
                          .formatted(
                              failure.getTestIdentifier().getDisplayName(),
                              String.valueOf(failure.getException().getMessage())
                                  .lines()
                                  .limit(6)
                                  .collect(Collectors.joining(" "))))
              .collect(Collectors.joining()));
      if (summary.getTotalFailureCount() > 0) {
        StringWriter all = new StringWriter();
        summary.printFailuresTo(new PrintWriter(all), 12);
        System.out.println(all);
      }
      System.out.println(name + ": " + summary.getTestsSucceededCount() + " passed");
    }
    return text.append(failures.isEmpty() ? "" : "\n" + failures).toString();
  }

  private static TestExecutionSummary run(String name) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(name)).build();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }
}
