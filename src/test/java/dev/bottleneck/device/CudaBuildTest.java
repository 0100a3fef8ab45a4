package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CudaBuildTest {
  /** Of NVIDIA's list of CUDA GPUs: K80, M60, P100, T4 and so on. */
  @ParameterizedTest
  @CsvSource({
    "3.7, 3.7",
    "5.0, 5.0",
    "5.2, 5.2",
    "6.0, 6.0",
    "6.1, 6.1",
    "7.0, 7.0",
    "7.5, 7.5",
    "8.0, 8.0",
    "8.6, 8.6",
    "8.9, 8.6"
  })
  void servesByTheNewestCodeOfTheSameMajorVersion(String gpu, String code) {
    ComputeCapability capability = ComputeCapability.parse(gpu);
    assertThat(CudaBuild.serves(capability)).isTrue();
    assertThat(CudaBuild.codeFor(capability)).contains(ComputeCapability.parse(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.1", "3.0", "3.5", "9.0", "10.0", "12.0"})
  void doesNotServeOlderAndNewerOnes(String gpu) {
    ComputeCapability capability = ComputeCapability.parse(gpu);
    assertThat(CudaBuild.serves(capability)).isFalse();
    assertThat(CudaBuild.codeFor(capability)).isEmpty();
  }

  @Test
  void saysWhyNot() {
    assertThat(CudaBuild.reason(ComputeCapability.parse("9.0")))
        .isEqualTo(
            CudaBuild.name()
                + " holds machine code for 3.7 to 8.6 and nothing that a driver could compile for"
                + " newer GPUs");
    assertThat(CudaBuild.reason(ComputeCapability.parse("3.5"))).endsWith("for 3.7 to 8.6");
  }

  @ParameterizedTest
  @CsvSource({
    "440.33.01, true",
    "450.80.01, true",
    "450.80, true",
    "450.80.02, false",
    "450.102.04, false",
    "535.183.01, false",
    "1000.1, false"
  })
  void comparesDriversNumberByNumber(String driver, boolean tooOld) {
    GpuSurvey survey =
        GpuSurvey.found(
            "nvidia-smi", Optional.of(new DriverVersion(driver)), OptionalInt.empty(), List.of());
    assertThat(CudaBuild.isTooOld(survey)).isEqualTo(tooOld);
  }

  @ParameterizedTest
  @CsvSource({"10020, true", "11000, false", "12040, false"})
  void takesTheDriversCudaWhereItsVersionIsNotTold(int cuda, boolean tooOld) {
    GpuSurvey survey =
        GpuSurvey.found("libcuda.so.1", Optional.empty(), OptionalInt.of(cuda), List.of());
    assertThat(CudaBuild.isTooOld(survey)).isEqualTo(tooOld);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "8.6.1", "a.b", "[N/A]", "8,6"})
  void refusesWhatIsNoCapability(String text) {
    assertThatThrownBy(() -> ComputeCapability.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
