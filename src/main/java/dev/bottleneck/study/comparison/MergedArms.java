package dev.bottleneck.study.comparison;

import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.ArmPair;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.runs.RecordedRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The arms of several runs as those of one study, so that its statistics, tables and pictures hold
 * for them.
 *
 * <p>An arm is held against the same arm of the baseline; where both runs have one arm only,
 * against that, whatever it is called.
 */
final class MergedArms {
  /**
   * An arm of a run.
   *
   * @param run its place among the runs
   * @param own as the run has it
   * @param group the same for arms that are shown together; empty of the only one of a run
   * @param merged as it is called among those of all
   */
  record Member(int run, Arm own, String group, Arm merged) {}

  private final List<RecordedRun> runs;
  private final List<Member> members;

  private MergedArms(List<RecordedRun> runs, List<Member> members) {
    this.runs = runs;
    this.members = members;
  }

  /**
   * @param labels one a run
   */
  static MergedArms of(List<RecordedRun> runs, List<String> labels) {
    List<Member> members = new ArrayList<>();
    Set<String> groups = new LinkedHashSet<>();
    for (int i = 0; i < runs.size(); i++) {
      for (Arm arm : runs.get(i).arms()) {
        boolean alone = runs.get(i).arms().size() == 1;
        String group = alone ? "" : arm.key();
        String title = alone ? labels.get(i) : arm.title() + ", " + labels.get(i);
        groups.add(group);
        members.add(
            new Member(i, arm, group, new Arm("run-%d-%s".formatted(i + 1, arm.key()), title)));
      }
    }
    List<String> order = List.copyOf(groups);
    members.sort(
        Comparator.comparingInt((Member member) -> order.indexOf(member.group()))
            .thenComparingInt(Member::run));
    return new MergedArms(List.copyOf(runs), List.copyOf(members));
  }

  /** Those that are held against each other stand together. */
  List<Member> members() {
    return members;
  }

  /** What the members' groups are called, in their order. */
  List<String> groups() {
    return members.stream().map(Member::group).distinct().toList();
  }

  /** The arms of run number {@code run} with those of the baseline, which is the first. */
  List<ArmPair> pairs(int run) {
    List<ArmPair> pairs = new ArrayList<>();
    for (Member base : of(0)) {
      of(run).stream()
          .filter(arm -> isAlone(arm) && isAlone(base) || arm.own().key().equals(base.own().key()))
          .forEach(arm -> pairs.add(new ArmPair(base.merged(), arm.merged())));
    }
    return pairs;
  }

  private static boolean isAlone(Member member) {
    return member.group().isEmpty();
  }

  private List<Member> of(int run) {
    return members.stream().filter(member -> member.run() == run).toList();
  }

  /** What the members that {@code which} takes found. */
  StudyResult result(Predicate<Member> which) {
    List<Member> taken = members.stream().filter(which).toList();
    StudyResult result = new StudyResult(taken.stream().map(Member::merged).toList());
    for (Member member : taken) {
      runs.get(member.run()).result().jobs().stream()
          .filter(job -> job.arm().equals(member.own()))
          .forEach(job -> result.add(as(member.merged(), job)));
    }
    return result;
  }

  private static FinishedJob as(Arm arm, FinishedJob job) {
    return new FinishedJob(
        arm, job.seed(), job.curve(), job.result(), job.failure(), job.speeds(), job.time());
  }
}
