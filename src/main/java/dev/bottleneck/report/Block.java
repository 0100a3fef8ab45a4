package dev.bottleneck.report;

import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** A part of a report's section. */
public sealed interface Block {
  /** Which part of the template renders the block. */
  String kind();

  /** The figures in it. */
  default Stream<FigureBlock> figureBlocks() {
    return Stream.empty();
  }

  /** A paragraph of plain text. */
  record Paragraph(String text) implements Block {
    @Override
    public String kind() {
      return "paragraph";
    }
  }

  /** A table. */
  record TableBlock(Table table) implements Block {
    @Override
    public String kind() {
      return "table";
    }
  }

  /** A figure, or the reason why it is missing. */
  record FigureBlock(Figure figure) implements Block {
    @Override
    public String kind() {
      return "figure";
    }

    @Override
    public Stream<FigureBlock> figureBlocks() {
      return Stream.of(this);
    }

    /** The picture as the template embeds it. */
    public String base64() {
      return Base64.getEncoder().encodeToString(figure.png());
    }
  }

  /** Pictures of the same, beside each other where the page is wide enough. */
  record Row(List<FigureBlock> figures) implements Block {
    public Row {
      figures = List.copyOf(figures);
    }

    @Override
    public String kind() {
      return "row";
    }

    @Override
    public Stream<FigureBlock> figureBlocks() {
      return figures.stream();
    }
  }

  /** Text as it stands, folded away until asked for: a configuration, a manifest. */
  record Details(String title, String text) implements Block {
    @Override
    public String kind() {
      return "details";
    }
  }

  /** Files that lie beside the report. */
  record Files(List<File> files) implements Block {
    public Files {
      files = List.copyOf(files);
    }

    @Override
    public String kind() {
      return "files";
    }
  }

  /** A file beside the report: its path relative to the report, with '/', and what it holds. */
  record File(String path, String description) {}
}
