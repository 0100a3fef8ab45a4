package dev.bottleneck.report;

import dev.bottleneck.runtime.WholeFile;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** Starts a report. */
  public static Builder titled(String title) {
    return new Builder(title);
  }

  /** The page. */
  public String render() {
    return render("report.ftlh", ChartScripts.of(kinds()));
  }

  /** The page of work under way: it asks where it came from for what is new of its content. */
  public String renderLive() {
    return render("report.ftlh", ChartScripts.ofLivePage());
  }

  /** The page's content alone. */
  public String renderContent() {
    return render("content.ftlh", ChartScripts.NONE);
  }

  private String render(String template, ChartScripts scripts) {
    StringWriter page = new StringWriter();
    try {
      FREEMARKER.getTemplate(template).process(Map.of("report", this, "scripts", scripts), page);
    } catch (TemplateException | IOException e) {
      throw new IllegalStateException("the report's template does not fit its data", e);
    }
    return page.toString();
  }

  /** The kinds of charts in it that a reader can ask, each once. */
  private List<String> kinds() {
    return live().map(Figure.Live::kind).distinct().sorted().toList();
  }

  /** The images that charts show, each sheet once. */
  public Collection<ImageSheet> sheets() {
    return live()
        .flatMap(chart -> chart.images().stream())
        .collect(Collectors.toMap(ImageSheet::id, s -> s, (a, b) -> a, LinkedHashMap::new))
        .values();
  }

  private Stream<Figure.Live> live() {
    return figures(sections.stream().flatMap(section -> section.blocks().stream()))
        .flatMap(figure -> figure.live().stream());
  }

  private static Stream<Figure> figures(Stream<Block> blocks) {
    return blocks.flatMap(Block::figureBlocks).map(Block.FigureBlock::figure);
  }

  /** Writes the page whole, over an earlier one. */
  public void write(Path file) throws IOException {
    WholeFile.write(file, render());
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

    /** Adds pictures of the same, beside each other. */
    public Builder row(List<Figure> figures) {
      return block(new Block.Row(figures.stream().map(Block.FigureBlock::new).toList()));
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

    /** The figures so far. */
    public List<Figure> figures() {
      Stream<Block> ended = sections.stream().flatMap(section -> section.blocks().stream());
      return HtmlReport.figures(Stream.concat(ended, blocks.stream())).toList();
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
