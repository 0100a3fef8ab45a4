package dev.bottleneck.cli;

import dev.bottleneck.device.Backend;
import dev.bottleneck.device.Gpus;
import dev.bottleneck.doctor.Doctor;
import dev.bottleneck.doctor.Finding;
import dev.bottleneck.doctor.Finding.Verdict;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.Build;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bottleneck doctor}: what this machine has, and what it lacks. */
@Command(
    name = "doctor",
    description = "Examine this machine: memory, libraries, GPUs, data.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all that the backend needs is there", "1:something is not"})
final class DoctorCommand implements Callable<Integer> {
  private static final int SOMETHING_IS_WRONG = 1;
  private static final int VERDICT_WIDTH = 7;
  private static final int LINE_WIDTH = 100;

  @Mixin private DataDirOption dataDir;

  @ParentCommand private Main parent;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<Backend> asked = Backend.asked(parent.backend());
    List<Finding> findings =
        Doctor.examine(asked, Gpus.survey(), dataDir.options(), RunFolder.DEFAULT_ROOT);
    PrintWriter out = spec.commandLine().getOut();
    out.println("Bottleneck " + Build.version());
    out.println();
    out.println(table(findings));
    boolean fails = findings.stream().anyMatch(f -> f.verdict() == Verdict.FAIL);
    String backend = asked.map(b -> "--backend " + b).orElse("a run");
    out.println(
        fails
            ? "What is marked FAIL hinders " + backend + "."
            : "All that " + backend + " needs is there.");
    out.flush();
    return fails ? SOMETHING_IS_WRONG : 0;
  }

  /** Three columns, of which the last is wrapped. */
  private String table(List<Finding> findings) {
    int width = findings.stream().mapToInt(f -> f.what().length()).max().orElse(0);
    TextTable table =
        TextTable.forColumns(
            spec.commandLine().getColorScheme(),
            new Column(VERDICT_WIDTH, 2, Overflow.SPAN),
            new Column(width + 2, 2, Overflow.SPAN),
            new Column(LINE_WIDTH - VERDICT_WIDTH - width, 2, Overflow.WRAP));
    table.indentWrappedLines = 0;
    findings.forEach(f -> table.addRowValues(f.verdict().toString(), f.what(), f.text()));
    return table.toString();
  }
}
