package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;

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
    try (Progress progress = new Progress.Bar(bar)) {
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
}
