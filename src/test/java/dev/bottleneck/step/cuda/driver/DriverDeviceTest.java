package dev.bottleneck.step.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Index.atIndex;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import dev.bottleneck.step.cuda.device.Launch;
import dev.bottleneck.step.cuda.device.Launch.Blocks;
import dev.bottleneck.step.cuda.device.LaunchSequence;
import dev.bottleneck.step.cuda.device.OutOfDeviceMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real shared library is called, which stands for the driver. */
@EnabledOnOs(OS.LINUX)
class DriverDeviceTest {
  /** Of 4,096 floats: the pointer is what is given. */
  private static Launch twice(long values, int count) {
    return new Launch("twice", new Blocks(16, 1, 1), 256, List.of(values, count));
  }

  private static final List<Launch> LAUNCHES =
      List.of(
          new Launch("mix", new Blocks(2, 3, 4), 128, List.of(-7, 1L << 40, 0.5f, 0.1)),
          new Launch("nothing", new Blocks(1, 1, 1), 32, List.of()),
          new Launch("mix", new Blocks(65_536, 1, 1), 256, List.of(8, -1L, -1.5f, 1e300)));

  private static final List<String> IN_WORDS =
      List.of(
          "mix 2x3x4 128 -7 1099511627776 0.5 0.1",
          "nothing 1x1x1 32",
          "mix 65536x1x1 256 8 -1 -1.5 1e+300");

  @TempDir static Path folder;

  private FakeCuda cuda;
  private DriverDevice device;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    cuda = FakeCuda.make(folder);
    device = cuda.open();
  }

  /** Whatever a test does, nothing is left in the driver, nor current on its thread. */
  @AfterEach
  void leavesNothing() {
    if (device != null) {
      device.close();
      assertThat(cuda.controls().fake_open()).isZero();
      assertThat(cuda.controls().fake_depth()).isZero();
    }
  }

  private byte[] bytes(long address, int count) {
    Memory memory = new Memory(count);
    device.download(address, Pointer.nativeValue(memory), count);
    return memory.getByteArray(0, count);
  }

  private float[] floats(long address, int count) {
    Memory memory = new Memory(4L * count);
    device.download(address, Pointer.nativeValue(memory), 4L * count);
    return memory.getFloatArray(0, count);
  }

  private void upload(float[] values, long to) {
    Memory memory = new Memory(4L * values.length);
    memory.write(0, values, 0, values.length);
    device.upload(Pointer.nativeValue(memory), to, 4L * values.length);
    memory.clear(); // it may change at once
  }

  @Test
  void hasItsName() {
    assertThat(device.name()).isEqualTo("Fake GPU");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 255, 100_000})
  void allocatesZeros(int count) {
    long address = device.allocate(count);
    assertThat(address % 256).isZero();
    assertThat(bytes(address, count)).containsOnly(0);
  }

  /** Less than half of the staging memory, halves of it, more than all of it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, Staging.HALF_BYTES / 4, Staging.HALF_BYTES / 2, 3_333_333})
  void uploadsWhatWasThere(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    long address = device.allocate(4L * count);
    upload(new float[] {5}, address);
    upload(values, address);
    assertThat(floats(address, count)).isEqualTo(values);
  }

  @Test
  void uploadsManyTimesInOrder() {
    int times = 3 * Staging.HALF_BYTES / 4_000;
    long address = device.allocate(4_000L * times);
    for (int i = 0; i < times; i++) {
      float[] values = new float[1_000];
      values[999] = i;
      upload(values, address + 4_000L * i);
    }
    float[] all = floats(address, 1_000 * times);
    for (int i = 0; i < times; i++) {
      assertThat(all[1_000 * i + 999]).isEqualTo(i);
    }
  }

  @Test
  void launchesByOneCallWithTheirArguments() {
    DriverSequence sequence = device.prepare(LAUNCHES);
    assertThat(sequence.isGraph()).isTrue();
    bytes(device.allocate(1), 1);
    assertThat(cuda.launches()).as("captured, not carried out").isEmpty();
    sequence.run();
    bytes(device.allocate(1), 1);
    assertThat(cuda.launches()).isEqualTo(IN_WORDS);
    sequence.close();
  }

  @Test
  void keepsTheOrderOfCopiesAndLaunches() {
    long address = device.allocate(4 * 4_096);
    try (LaunchSequence sequence =
        device.prepare(List.of(twice(address, 4_096), twice(address, 4_096)))) {
      float[] values = new float[4_096];
      values[0] = 1;
      values[4_095] = -3;
      upload(values, address);
      sequence.run();
      sequence.run();
      assertThat(floats(address, 4_096)).contains(16, atIndex(0)).contains(-48, atIndex(4_095));
      upload(values, address);
      sequence.run();
      assertThat(floats(address, 1)).containsExactly(4);
    }
  }

  @Test
  void launchesNothing() {
    LaunchSequence sequence = device.prepare(List.of());
    sequence.run();
    sequence.close();
    assertThat(cuda.launches()).isEmpty();
  }

  /** A driver without the newest function makes a graph by the older one. */
  @ParameterizedTest
  @CsvSource({"WITHOUT_FLAGS, true", "WITHOUT_CAPTURE, false"})
  void anOlderDriverLaunchesTheSame(String without, boolean graph) throws Exception {
    FakeCuda older = FakeCuda.make(folder, without);
    try (DriverDevice other = older.open()) {
      DriverSequence sequence = other.prepare(LAUNCHES);
      assertThat(sequence.isGraph()).isEqualTo(graph);
      sequence.run();
      sequence.close();
      long address = other.allocate(1);
      other.download(address, Pointer.nativeValue(new Memory(1)), 1);
    }
    assertThat(older.launches()).isEqualTo(IN_WORDS);
    assertThat(older.controls().fake_open()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "cuStreamBeginCapture_v2, 801",
    "cuStreamEndCapture, 901",
    "cuGraphInstantiateWithFlags, 2",
    "cuLaunchKernel, 900"
  })
  void launchesOneByOneWhereNoGraphIsMade(String function, int error) {
    cuda.controls().fake_fail(function, 1, error);
    DriverSequence sequence = device.prepare(LAUNCHES);
    assertThat(sequence.isGraph()).isFalse();
    sequence.run();
    sequence.close();
    bytes(device.allocate(1), 1);
    assertThat(cuda.launches()).isEqualTo(IN_WORDS);
  }

  @Test
  void namesTheLaunchThatIsWrong() {
    Launch wide = new Launch("nothing", new Blocks(1, 1, 1), 2_048, List.of());
    assertThatThrownBy(() -> device.prepare(List.of(LAUNCHES.get(0), wide)))
        .isInstanceOf(DeviceFailure.class)
        .hasMessage(
            "cuLaunchKernel of nothing failed: CUDA_ERROR_INVALID_VALUE (invalid argument)");
    assertThat(device.allocate(1)).as("goes on").isPositive();
  }

  @Test
  void namesTheKernelThatIsMissing() {
    assertThatThrownBy(
            () -> device.prepare(List.of(new Launch("x", new Blocks(1, 1, 1), 1, List.of()))))
        .isInstanceOf(DeviceFailure.class)
        .hasMessage(
            "cuModuleGetFunction of x failed: CUDA_ERROR_NOT_FOUND (named symbol not found)");
  }

  @Test
  void tellsHowMuchMemoryThereIs() {
    assertThat(device.freeBytes()).isEqualTo(1 << 30);
    device.allocate(24 << 20);
    assertThat(device.freeBytes()).isEqualTo(1000 << 20);
    cuda.controls().fake_fail("cuMemGetInfo_v2", 1, 1);
    assertThatThrownBy(() -> device.freeBytes()).hasMessageStartingWith("cuMemGetInfo failed: ");
    assertThatThrownBy(() -> device.allocate(1_234_567_890_123L))
        .isInstanceOf(OutOfDeviceMemory.class)
        .hasMessage(
            "cuMemAlloc failed: CUDA_ERROR_OUT_OF_MEMORY (out of memory); 1,177,376 MiB asked for,"
                + " 1,000 MiB free of 1,024 MiB");
    assertThat(device.allocate(1)).as("goes on").isPositive();
  }

  @Test
  void takesBackWhatItGave() {
    long whole = device.allocate(1 << 30);
    assertThatThrownBy(() -> device.allocate(1)).isInstanceOf(DeviceFailure.class);
    device.free(whole);
    device.free(device.allocate(1 << 30));
    assertThatThrownBy(() -> device.free(whole))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("nothing is allocated at 0x");
  }

  @ParameterizedTest
  @CsvSource({
    "700, CUDA_ERROR_ILLEGAL_ADDRESS (an illegal memory access was encountered)",
    "719, CUDA_ERROR_LAUNCH_FAILED (unspecified launch failure)",
    "214, CUDA_ERROR_ECC_UNCORRECTABLE (uncorrectable ECC error encountered)"
  })
  void aLostDeviceSaysSoAtEveryCall(int error, String words) {
    long address = device.allocate(4);
    LaunchSequence sequence = device.prepare(LAUNCHES);
    cuda.controls().fake_fail("cuStreamSynchronize", 1, error);
    assertThatThrownBy(() -> bytes(address, 4))
        .isInstanceOf(DeviceFailure.class)
        .hasMessage("cuStreamSynchronize failed: " + words);
    cuda.controls().fake_lose(error);
    String later =
        "the GPU cannot be used until this program is started anew, since cuStreamSynchronize"
            + " failed: "
            + words;
    assertThatThrownBy(() -> device.allocate(1)).hasMessage(later);
    assertThatThrownBy(() -> device.freeBytes()).hasMessage(later);
    assertThatThrownBy(() -> bytes(address, 4)).hasMessage(later);
    assertThatThrownBy(() -> upload(new float[1], address)).hasMessage(later);
    assertThatThrownBy(() -> device.prepare(LAUNCHES)).hasMessage(later);
    assertThatThrownBy(sequence::run).hasMessage(later);
    sequence.close();
    device.free(address);
    device.close();
    device = null; // the driver takes nothing back either
  }

  @Test
  void closesInAnyOrderAndAgain() {
    LaunchSequence sequence = device.prepare(LAUNCHES);
    LaunchSequence early = device.prepare(LAUNCHES);
    long address = device.allocate(1);
    device.allocate(1);
    early.close();
    early.close();
    assertThatThrownBy(early::run).isInstanceOf(IllegalStateException.class);
    device.close();
    sequence.close();
    device.free(address);
    device.close();
    assertThatThrownBy(() -> device.allocate(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the device is closed");
  }

  @Test
  void isForAnyThread() {
    long address = device.allocate(4);
    LaunchSequence sequence = device.prepare(List.of(twice(address, 1)));
    CompletableFuture.runAsync(
            () -> {
              upload(new float[] {3}, address);
              sequence.run();
            })
        .join();
    assertThat(floats(address, 1)).containsExactly(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cuDevicePrimaryCtxRetain",
        "cuCtxPushCurrent_v2",
        "cuStreamCreate",
        "cuModuleLoadData",
        "cuMemAllocHost_v2",
        "cuEventCreate"
      })
  void leavesNothingWhereItCannotBeOpened(String function) {
    int before = cuda.controls().fake_open();
    cuda.controls().fake_fail(function, 1, 2);
    assertThatThrownBy(cuda::open)
        .isInstanceOf(DeviceFailure.class)
        .hasMessage(
            function.replace("_v2", "") + " failed: CUDA_ERROR_OUT_OF_MEMORY (out of memory)");
    assertThat(cuda.controls().fake_open()).isEqualTo(before);
  }

  /** The n-th allocation: those before it stay usable. */
  @Test
  void goesOnAfterAnAllocationThatFails() {
    cuda.controls().fake_fail("cuMemAlloc_v2", 3, 2);
    long first = device.allocate(4);
    device.allocate(4);
    assertThatThrownBy(() -> device.allocate(4)).hasMessageContaining("1 MiB asked for");
    upload(new float[] {7}, first);
    assertThat(floats(first, 1)).containsExactly(7);
  }

  @Test
  void refusesWhatIsNoMachineCode() {
    assertThatThrownBy(() -> DriverDevice.open(cuda.driver(), 100, "Fake GPU", new byte[8]))
        .isInstanceOf(DeviceFailure.class)
        .hasMessage(
            "cuModuleLoadData failed: CUDA_ERROR_INVALID_IMAGE (device kernel image is invalid)");
  }
}
