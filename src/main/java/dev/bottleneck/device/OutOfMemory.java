package dev.bottleneck.device;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/**
 * Tells that memory ran out, whoever says so and however it is wrapped, and in one sentence which
 * limit that was and what raises it.
 *
 * <p>Memory is given out by Java (the heap), JavaCPP (which holds the process to a size), libnd4j
 * (a limit of its own, or the system's refusal) and CUDA; all but Java's are told apart by their
 * words.
 */
public final class OutOfMemory {
  private static final String LOWER = "lower batchSize, --parallel or --workers";
  private static final String RAISE = "; raise it, or " + LOWER;
  private static final Pattern LIMIT = Pattern.compile("Limit bytes: \\[(\\d+)]");

  /** Who refused; the first whose words are in the messages. */
  private enum Refusal {
    /** libnd4j, held to what {@link DeviceMemory} set. */
    DEVICE_LIMIT(
        messages ->
            "ND4J's arrays may take%s of each GPU (%s)%s"
                .formatted(limitIn(messages), DeviceMemory.SWITCH, RAISE),
        "Requested amount exceeds device limits"),
    /** libnd4j, held to a limit that the user gave it. */
    HOST_LIMIT(
        messages ->
            "ND4J's arrays may take%s of the machine's memory (SD_MAX_PRIMARY_BYTES)%s"
                .formatted(limitIn(messages), RAISE),
        "Requested amount exceeds HOST device limits",
        "Requested amount exceeds HOST group limits"),
    /** JavaCPP, for all of the process that is not shared with others. */
    PROCESS(
        messages ->
            ("the Java heap and ND4J's arrays may take %s in all (BOTTLENECK_HEAP_MB,"
                    + " BOTTLENECK_OFFHEAP_MB); raise the latter, or %s")
                .formatted(Mebibytes.of(Pointer.maxPhysicalBytes()), LOWER),
        "Physical memory usage is too high"),
    /** JavaCPP, for what it allocated itself. */
    OFF_HEAP(
        messages ->
            "arrays outside the Java heap may take %s (BOTTLENECK_OFFHEAP_MB)%s"
                .formatted(Mebibytes.of(Pointer.maxBytes()), RAISE),
        "Failed to allocate memory within limits"),
    HEAP(
        messages ->
            "the Java heap may take %s (BOTTLENECK_HEAP_MB)%s"
                .formatted(Mebibytes.of(Machine.heapLimit()), RAISE),
        "Java heap space",
        "GC overhead limit exceeded"),
    /** CUDA: by libnd4j's arrays and workspaces, its buffers of a thread, and ND4J's workspaces. */
    DEVICE(
        messages ->
            "the GPU has none left; %s, or see with nvidia-smi what else runs on it"
                .formatted(LOWER),
        "[DEVICE] allocation failed",
        "Can't allocate [DEVICE] memory",
        "Can't allocate CUDA memory",
        "cannot allocate global memory on device",
        "Pointer allocation failed",
        "cudaMalloc failed",
        "CUDA_ERROR_OUT_OF_MEMORY",
        "bytes from DEVICE ["),
    /** The system: by C++, JavaCPP, and ND4J's workspaces. */
    MACHINE(
        messages -> "the machine has none left for this process; " + LOWER,
        "std::bad_alloc",
        "Native allocator returned address == 0",
        "Can't allocate [HOST] memory",
        "cudaHostAlloc failed",
        "bytes from HOST memory");

    private final Function<List<String>, String> sentence;
    private final List<String> words;

    Refusal(Function<List<String>, String> sentence, String... words) {
      this.sentence = sentence;
      this.words = List.of(words);
    }

    private boolean isIn(List<String> messages) {
      return messages.stream().anyMatch(message -> words.stream().anyMatch(message::contains));
    }
  }

  private OutOfMemory() {}

  /**
   * Such as "out of memory: the Java heap may take 512 MiB (BOTTLENECK_HEAP_MB); raise it, or lower
   * batchSize, --parallel or --workers"; empty if {@code failure} has another reason.
   */
  public static Optional<String> explain(Throwable failure) {
    List<Throwable> chain =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(100).toList();
    List<String> messages =
        chain.stream().map(Throwable::getMessage).filter(Objects::nonNull).toList();
    return Stream.of(Refusal.values())
        .filter(refusal -> refusal.isIn(messages))
        .map(refusal -> refusal.sentence.apply(messages))
        .findFirst()
        .or(() -> unknown(chain))
        .map(sentence -> "out of memory: " + sentence);
  }

  private static Optional<String> unknown(List<Throwable> chain) {
    return chain.stream()
        .filter(e -> e instanceof OutOfMemoryError)
        .map(e -> String.valueOf(e.getMessage()).lines().findFirst().orElse("no message"))
        .findFirst();
  }

  private static String limitIn(List<String> messages) {
    return messages.stream()
        .map(LIMIT::matcher)
        .filter(Matcher::find)
        .map(found -> " " + Mebibytes.of(Long.parseLong(found.group(1))))
        .findFirst()
        .orElse(" no more");
  }
}
