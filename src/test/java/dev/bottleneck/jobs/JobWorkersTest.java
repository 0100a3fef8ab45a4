package dev.bottleneck.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.device.Devices;
import dev.bottleneck.jobs.StoredJob.Ending;
import dev.bottleneck.runtime.Interrupted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs carried out from a store: none is lost, none is done twice, and none idles beside one. */
@Timeout(60)
class JobWorkersTest {
  private static final WorkerId OTHER = new WorkerId("another machine", 1, 1, "other");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void create() {
    file = folder.resolve("jobs.sqlite");
    StoreFormat.create(file, Map.of());
  }

  private JobStore open() {
    return JobStore.open(StorePlace.file(file), Duration.ofHours(1), 3, Time.SYSTEM);
  }

  private static void plan(JobStore store, int count) {
    for (int i = 0; i < count; i++) {
      store.plan("run", i, "arm", i);
    }
  }

  private static JobWorkers workers(int count) {
    return new JobWorkers(Devices.present(), count, 1, Time.SYSTEM);
  }

  private static Optional<StoredJob> doOne(JobStore store, Attempts.Body body) {
    Optional<StoredJob> job = store.claim(WorkerId.present());
    job.ifPresent(claimed -> new Attempts(store).run(claimed, claimed, body));
    return job;
  }

  @Test
  void doEachJobOnce() {
    try (JobStore store = open()) {
      plan(store, 20);
      List<Integer> done = new ArrayList<>();
      workers(3)
          .run(
              () -> doOne(store, () -> Ending.complete("good")),
              job -> done.add(job.number()),
              () -> {},
              store::hasUnfinished);
      assertThat(done).hasSize(20).doesNotHaveDuplicates();
      assertThat(store.jobs("run")).allMatch(job -> job.is(JobState.COMPLETE));
    }
  }

  /** One that was given back while a long job goes on is not left for its end. */
  @Test
  void findWhatIsGivenBackWhileOneIsBusy() throws InterruptedException {
    try (JobStore store = open()) {
      plan(store, 2);
      StoredJob others = store.claim(OTHER).orElseThrow();
      CountDownLatch second = new CountDownLatch(1);
      boolean[] givenBack = new boolean[1];
      workers(2)
          .run(
              () -> {
                Optional<StoredJob> job = store.claim(WorkerId.present());
                job.ifPresent(
                    claimed -> {
                      if (claimed.number() == others.number()) {
                        second.countDown();
                      } else {
                        await(second); // ends only once the other one is taken
                      }
                      store.end(claimed, Ending.complete("good"), 1);
                    });
                return job;
              },
              job -> {},
              () -> {
                if (!givenBack[0]) {
                  store.release(others);
                  givenBack[0] = true;
                }
              },
              store::hasUnfinished);
      assertThat(store.jobs("run")).allMatch(job -> job.is(JobState.COMPLETE));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new Interrupted();
    }
  }

  @Test
  void whateverOneDoesTheOthersGoOn() {
    try (JobStore store = open()) {
      plan(store, 4);
      int[] calls = new int[1];
      workers(1)
          .run(
              () ->
                  doOne(
                      store,
                      () -> {
                        switch (calls[0]++) {
                          case 0 -> throw new IllegalStateException("first line\nsecond");
                          case 1 -> throw new StackOverflowError();
                          default -> {
                            return Ending.complete("good");
                          }
                        }
                      }),
              job -> {},
              () -> {},
              store::hasUnfinished);
      assertThat(store.jobs("run"))
          .extracting(StoredJob::state)
          .containsExactly(JobState.FAILED, JobState.FAILED, JobState.COMPLETE, JobState.COMPLETE);
      assertThat(store.job("run", 0).error()).contains("first line");
    }
  }

  /** What no job is to blame for ends the work, and the job waits again. */
  @Test
  void filesThatCannotBeWrittenAreNoJobsFailure() {
    try (JobStore store = open()) {
      plan(store, 2);
      assertThatThrownBy(
              () ->
                  workers(1)
                      .run(
                          () ->
                              doOne(
                                  store,
                                  () -> {
                                    throw new Unwritable(folder, new IOException("disk full"));
                                  }),
                          job -> {},
                          () -> {},
                          store::hasUnfinished))
          .isInstanceOf(Unwritable.class);
      assertThat(store.jobs("run")).allMatch(job -> job.is(JobState.WAITING) && job.deaths() == 0);
    }
  }

  @Test
  void anInterruptGivesTheJobBack() {
    try (JobStore store = open()) {
      plan(store, 1);
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () ->
                  workers(1)
                      .run(
                          () ->
                              doOne(
                                  store,
                                  () -> {
                                    await(new CountDownLatch(1));
                                    return null;
                                  }),
                          job -> {},
                          () -> {},
                          store::hasUnfinished))
          .isInstanceOf(Interrupted.class);
      assertThat(store.job("run", 0).state()).isEqualTo(JobState.WAITING);
    }
  }

  @Test
  void aJobThatAnotherTookIsNotEndedHere() {
    try (JobStore store = open()) {
      plan(store, 1);
      StoredJob claimed = store.claim(WorkerId.present()).orElseThrow();
      store.release(claimed);
      StoredJob taken = store.claim(OTHER).orElseThrow();
      Attempts attempts = new Attempts(store);
      assertThatThrownBy(() -> attempts.run(claimed, "it", () -> Ending.complete("late")))
          .isInstanceOf(Lost.class);
      assertThatThrownBy(() -> attempts.progress(claimed).run()).isInstanceOf(Lost.class);
      assertThat(store.end(taken, Ending.complete("good"), 1)).isTrue();
      assertThat(store.job("run", 0).result()).contains("good");
    }
  }
}
