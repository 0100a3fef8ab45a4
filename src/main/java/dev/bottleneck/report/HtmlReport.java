package dev.bottleneck.report;

import dev.bottleneck.runtime.WholeFile;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A report as one HTML file that needs nothing else: styles and pictures are inside it, and it asks
 * no network for anything. All text is escaped.
 *
 * @param title name of the experiment
 * @param subtitle what was asked, in a line
 * @param leads the verdicts, one sentence or two each
 * @param facts date, commit, data hash, seeds
 * @param sections the rest
 */
public record HtmlReport(
    String title, String subtitle, List<Lead> leads, List<Fact> facts, List<Section> sections) {

  /** How a lead is coloured. The sentence says it too: colour alone is never the message. */
  public enum Tone {
    GOOD,
    BAD,
    UNSURE,
    NEUTRAL
  }

  /** A sentence for the top of the page. */
  public record Lead(String text, Tone tone) {}

  /** A line of the header. */
  public record Fact(String name, String value) {}

  /** A headed part of the report. */
  public record Section(String heading, List<Block> blocks) {
    public Section {
      blocks = List.copyOf(blocks);
    }
  }

  public HtmlReport {
    leads = List.copyOf(leads);
    facts = List.copyOf(facts);
    sections = List.copyOf(sections);
  }

  private static final Configuration FREEMARKER = configuration();
  private static final String SPACE_SCRIPT = resource("space.js");

  /** Starts a report. */
  public static Builder titled(String title) {
    return new Builder(title);
  }

  /** The page. */
  public String render() {
    StringWriter page = new StringWriter();
    try {
      FREEMARKER.getTemplate("report.ftlh").process(Map.of("report", this), page);
    } catch (TemplateException | IOException e) {
      throw new IllegalStateException("the report's template does not fit its data", e);
    }
    return page.toString();
  }

  /** The script of blocks that a reader can turn; empty if there is none. */
  public String script() {
    boolean needed =
        sections.stream()
            .flatMap(section -> section.blocks().stream())
            .anyMatch(Block.SpaceBlock.class::isInstance);
    return needed ? SPACE_SCRIPT : "";
  }

  /** Writes the page whole, over an earlier one. */
  public void write(Path file) throws IOException {
    WholeFile.write(file, render());
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(HtmlReport.class, "");
    configuration.setDefaultEncoding("UTF-8");
    configuration.setNumberFormat("computer");
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setFallbackOnNullLoopVariable(false);
    return configuration;
  }

  /** Collects a report's parts in the order in which they are read. */
  public static final class Builder {
    private final String title;
    private String subtitle = "";
    private final List<Lead> leads = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private String heading = "";
    private final List<Block> blocks = new ArrayList<>();

    private Builder(String title) {
      this.title = title;
    }

    public Builder subtitle(String text) {
      subtitle = text;
      return this;
    }

    /** Adds a verdict to the top of the page. */
    public Builder lead(String text, Tone tone) {
      leads.add(new Lead(text, tone));
      return this;
    }

    /** Adds a line to the header. */
    public Builder fact(String name, String value) {
      facts.add(new Fact(name, value));
      return this;
    }

    /** Ends the section before and starts one; the blocks that follow belong to it. */
    public Builder section(String newHeading) {
      endSection();
      heading = newHeading;
      return this;
    }

    public Builder paragraph(String text) {
      return block(new Block.Paragraph(text));
    }

    public Builder table(Table table) {
      return block(new Block.TableBlock(table));
    }

    public Builder figure(Figure figure) {
      return block(new Block.FigureBlock(figure));
    }

    /**
     * Adds points in space that a reader can turn, and a still picture of them for where no script
     * runs. The parameters are those of {@link Figure#draw}.
     */
    public Builder space(String name, String caption, String alt, SpaceChart space) {
      return block(new Block.SpaceBlock(space, Figure.draw(name, caption, alt, space::draw)));
    }

    public Builder details(String name, String text) {
      return block(new Block.Details(name, text));
    }

    public Builder files(List<Block.File> files) {
      return block(new Block.Files(files));
    }

    private Builder block(Block block) {
      blocks.add(block);
      return this;
    }

    public HtmlReport build() {
      endSection();
      return new HtmlReport(title, subtitle, leads, facts, sections);
    }

    private void endSection() {
      if (!heading.isEmpty() || !blocks.isEmpty()) {
        sections.add(new Section(heading, blocks));
      }
      heading = "";
      blocks.clear();
    }
  }
}
