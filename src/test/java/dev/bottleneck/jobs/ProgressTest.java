package dev.bottleneck.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void aJobThatEndsEarlyLeavesNothingToWaitFor() {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setInitialMax(-1)
            .setConsumer(new DelegatingProgressBarConsumer(new ArrayList<String>()::add))
            .build();
    try (Progress progress = new Progress.Bar(bar, new PrintWriter(new StringWriter()))) {
      progress.begin(100);
      for (int i = 0; i < 60; i++) {
        progress.step();
      }
      progress.skip(30);
      assertThat(bar.getMax()).isEqualTo(70);
      progress.skip(10);
      assertThat(bar.getCurrent()).isEqualTo(60).isEqualTo(bar.getMax());
    }
  }

  @Test
  void whatOthersDidCountsAsWell() {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setInitialMax(-1)
            .setConsumer(new DelegatingProgressBarConsumer(new ArrayList<String>()::add))
            .build();
    StringWriter told = new StringWriter();
    try (Progress progress = new Progress.Bar(bar, new PrintWriter(told))) {
      progress.begin(30);
      progress.at(12);
      progress.tell("search trial 3 failed");
      assertThat(bar.getCurrent()).isEqualTo(12);
    }
    assertThat(told.toString()).endsWith("search trial 3 failed" + System.lineSeparator());
  }

  @Test
  void whereNobodyWatchesEachJobIsALine() {
    StringWriter told = new StringWriter();
    try (Progress progress = new Progress.Lines(new PrintWriter(told))) {
      progress.begin(30);
      progress.step();
      progress.ended("[1/3] an arm, seed 1: error 0.5", "1 of 3 jobs");
    }
    assertThat(told.toString())
        .isEqualTo("[1/3] an arm, seed 1: error 0.5" + System.lineSeparator());
  }
}
