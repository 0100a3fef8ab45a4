package dev.bottleneck.cli;

import dev.bottleneck.export.Exported;
import dev.bottleneck.export.Part;
import dev.bottleneck.export.Prepared;
import dev.bottleneck.runtime.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck export}: a trained model for other programs. */
@Command(
    name = "export",
    description = "Write a trained model for other programs: as ONNX, or its weights alone.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Runnable {
  /** As they are typed. */
  enum OnnxPart {
    encoder,
    decoder,
    whole
  }

  @Mixin private ModelOptions model;

  @Option(
      names = "--onnx",
      paramLabel = "FILE.onnx",
      description =
          "A part of the model as ONNX (opset 17). Its input and output are floats [batch, values],"
              + " for any number of examples, in the data's own units: the scaling is in the graph.")
  private Path onnx;

  @Option(
      names = "--part",
      paramLabel = "encoder|decoder|whole",
      description =
          "What --onnx holds: the encoder, from examples to code (the default); the decoder, from"
              + " code to reconstruction; or the whole, from examples to reconstruction.")
  private OnnxPart part;

  @Option(
      names = "--safetensors",
      paramLabel = "FILE.safetensors",
      description =
          "The weights as float32 in safetensors, under names such as layer0.W, and what is known of the"
              + " training as metadata. Dense weights are [in, out], convolutions [out, in, height,"
              + " width], and the blocks of an LSTM's are candidate, forget, output and input gate; a"
              + " scaling is scaling.shift and scaling.scale: (x - shift) / scale.")
  private Path safetensors;

  @Option(
      names = "--npz",
      paramLabel = "FILE.npz",
      description = "The same weights as NumPy's .npz, for numpy.load.")
  private Path npz;

  @Spec private CommandSpec spec;

  /** A file that is asked for, and what is written to it. */
  private record Asked(String what, Path file, Prepared content) {}

  @Override
  public void run() {
    check();
    Exported exported = model.open().exported();
    // All are made ready before one is written: a refusal leaves nothing behind.
    List<Asked> all = new ArrayList<>();
    if (onnx != null) {
      Part wanted =
          part == null ? Part.ENCODER : Part.valueOf(part.name().toUpperCase(Locale.ROOT));
      String what = "ONNX of the " + wanted.name().toLowerCase(Locale.ROOT);
      all.add(new Asked(what, onnx, exported.onnx(wanted)));
    }
    if (safetensors != null) {
      all.add(new Asked("weights as safetensors", safetensors, exported.safetensors()));
    }
    if (npz != null) {
      all.add(new Asked("weights as .npz", npz, exported.npz()));
    }
    for (Asked asked : all) {
      asked.content().writeTo(asked.file());
      Written.line(spec, asked.what(), asked.file());
    }
  }

  /** What can be said before a model is read. */
  private void check() {
    check("--onnx", onnx, ".onnx");
    check("--safetensors", safetensors, ".safetensors");
    check("--npz", npz, ".npz");
    if (onnx == null && safetensors == null && npz == null) {
      throw new UserError("name a file to write with --onnx, --safetensors or --npz");
    }
    if (part != null && onnx == null) {
      throw new UserError("--part " + part + " is of --onnx FILE, which is not given");
    }
  }

  /** By its ending, no two are one file and none is the trained model, through links neither. */
  private static void check(String option, Path file, String ending) {
    if (file == null) {
      return;
    }
    Written.check(option, file);
    for (Path name : List.of(file, Written.target(option, file))) {
      if (!name.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
        throw new UserError(option + " " + file + ": name a file that ends in " + ending);
      }
    }
  }
}
