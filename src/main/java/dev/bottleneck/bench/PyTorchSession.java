package dev.bottleneck.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * PyTorch with a folder of what its processes read: the script and the images; deleted when closed
 * or with this process.
 */
final class PyTorchSession implements AutoCloseable {
  private static final String SCRIPT = "torch_step.py";

  private final String python;
  private final Path folder;
  private final Path nets;
  private final Path script;
  private final Path images;

  PyTorchSession(String python, BenchmarkImages images) {
    this.python = python;
    try {
      folder = Files.createTempDirectory("bottleneck-bench");
      nets = folder.resolve(Scripts.NETS);
      this.images = folder.resolve("images.f32");
      // For an interrupt; what is marked first is deleted last.
      for (Path path : List.of(folder, folder.resolve(SCRIPT), nets, this.images)) {
        path.toFile().deleteOnExit();
      }
      script = Scripts.copy(SCRIPT, folder);
      Files.write(this.images, images.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the files that PyTorch reads", e);
    }
  }

  /** A process that is ready when this returns; to be closed. */
  PeerContender contender(BenchmarkCase what) {
    List<String> command =
        List.of(
            python,
            script.toString(),
            what.net().toString(),
            Integer.toString(what.batch()),
            Integer.toString(what.threads()),
            images.toString());
    return new PeerContender(PyTorch.NAME, command, what.threads());
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(images);
      Files.deleteIfExists(script);
      Files.deleteIfExists(nets);
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
