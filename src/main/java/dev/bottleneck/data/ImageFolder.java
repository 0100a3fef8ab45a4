package dev.bottleneck.data;

import dev.bottleneck.data.Picture.Form;
import dev.bottleneck.data.ReadingOptions.Color;
import dev.bottleneck.runtime.UserError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Images in a folder, all of one size; sub-folders are the classes. Colour is kept where any image
 * has it, unless {@code color} says otherwise.
 *
 * <p>DataVec's own image reader needs JavaCV with OpenCV, some hundred megabytes of native code:
 * this one takes what the JDK decodes ({@link PictureFile}). {@link ImageFiles} says which files.
 */
final class ImageFolder {
  private final Path folder;
  private final ImageFiles files;
  private final DataOptions options;
  private final boolean keepColour;

  private ImageFolder(Path folder, DataOptions options) {
    this.folder = folder;
    this.options = options;
    this.keepColour = options.reading().color() != Color.GRAY;
    this.files = ImageFiles.in(folder);
  }

  /** Opens the user's folder as training pool. */
  static Corpus open(Path folder, DataOptions options) {
    options.reading().requireOnly("images:" + folder, "test", "color");
    if (!Files.isDirectory(folder)) {
      throw new UserError("images:" + folder + ": not a folder");
    }
    return new Corpus(new ImageFolder(folder, options).read(), Optional.empty(), options.test());
  }

  private Dataset read() {
    Form form = new Form(options.reading().color() == Color.RGB ? 3 : 1, false);
    // Few folders mix forms: where one does, it is read again in the form that holds all.
    while (true) {
      Pass pass = new Pass(form);
      if (pass.run()) {
        return pass.dataset();
      }
      form = pass.wanted;
    }
  }

  /** One reading of all images into one form. */
  private final class Pass {
    private final Form form;
    private final MessageDigest digest = Sha256.digest();
    private Form wanted;
    private FeatureBuilder features;
    private SampleShape shape;
    private int transparent;
    private int coloured;

    private Pass(Form form) {
      this.form = form;
      this.wanted = form;
    }

    /** Whether all images are held by the form. */
    private boolean run() {
      for (Path file : files.files()) {
        SourceFile source = SourceFile.read(file);
        // As sha256sum writes it.
        String line = source.sha256() + "  " + folder.relativize(file) + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        Picture picture = PictureFile.read(source, shape, files.files().get(0));
        wanted = form.with(picture.form(keepColour));
        if (!wanted.equals(form)) {
          return false;
        }
        add(picture);
      }
      return true;
    }

    private void add(Picture picture) {
      if (shape == null) {
        shape = new SampleShape(picture.height(), picture.width(), form.channels());
        features =
            new FeatureBuilder(
                form.fine() ? ElementType.FLOAT32 : ElementType.UINT8,
                shape.length(),
                !form.fine(),
                options.cacheDir());
      }
      transparent += picture.wasTransparent() ? 1 : 0;
      coloured += picture.isColoured() ? 1 : 0;
      if (form.fine()) {
        features.add(picture.values(form.channels()));
      } else {
        features.add(picture.bytes(form.channels()));
      }
    }

    private Dataset dataset() {
      String name = SourceFile.fileName(folder);
      Description description =
          new Description(
              name,
              shape,
              files.classNames(),
              List.of(),
              Map.of(name + "/", Sha256.hex(digest.digest())),
              List.of(note()));
      return new Dataset(
          description, features.build(), files.classNames().isEmpty() ? null : files.labels());
    }

    private String note() {
      List<String> notes = new ArrayList<>();
      notes.add(
          String.format(
              Locale.ROOT,
              "images:%s: %,d images of %dx%d, %s, %s",
              folder,
              features.size(),
              shape.width(),
              shape.height(),
              form.channels() == 3 ? "in colour" : "gray",
              files.classNames().isEmpty()
                  ? "no classes"
                  : "classes by sub-folder ("
                      + new ClassColumn(files.classNames(), files.labels()).counts()
                      + ")"));
      if (form.channels() == 1 && coloured > 0) {
        notes.add(coloured + " of them were in colour and turned to gray (luma)");
      }
      if (form.channels() == 3 && coloured < features.size()) {
        notes.add((features.size() - coloured) + " of them are gray and stand among coloured ones");
      }
      if (transparent > 0) {
        notes.add(transparent + " of them are transparent and were laid over white");
      }
      notes.addAll(files.notes());
      return String.join("; ", notes);
    }
  }
}
