package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A drawing as SVG is well-formed, holds its text as text, and stands where the picture has it. */
class SvgTest {
  private static final String EVIL = "</text><script>alert(1)</script> & \"é\" \u0000\uD800";

  private static Document parse(Drawing drawing) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setNamespaceAware(true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(drawing.svg().getBytes(StandardCharsets.UTF_8)));
  }

  private static Element first(Document in, String name) {
    return (Element) in.getElementsByTagName(name).item(0);
  }

  @Test
  void isOfTheSizeOfTheDrawing() throws Exception {
    Document svg = parse(new Canvas(120.5, 40).drawing());
    assertThat(svg.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 120.5 40");
    assertThat(first(svg, "rect").getAttribute("fill")).isEqualTo("#ffffff");
  }

  @Test
  void textStaysTextWhateverItHolds() throws Exception {
    Canvas canvas = new Canvas(100, 100);
    canvas.label(EVIL, 10, 20, Canvas.Anchor.END);
    canvas.textUpwards("upwards", 5, 50, ChartTheme.title(), ChartTheme.INK);
    Document svg = parse(canvas.drawing());
    assertThat(first(svg, "text").getTextContent())
        .isEqualTo("</text><script>alert(1)</script> & \"é\" ");
    assertThat(first(svg, "text").getAttribute("text-anchor")).isEqualTo("end");
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    Element upwards = (Element) svg.getElementsByTagName("text").item(1);
    assertThat(upwards.getAttribute("transform")).isEqualTo("rotate(-90 5 50)");
    assertThat(upwards.getAttribute("font-weight")).isEqualTo("500");
  }

  @Test
  void shapesAreOfTheirKindAndNumbersOfNoLocale() throws Exception {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      Canvas canvas = new Canvas(100, 100);
      canvas.line(0.123, 1.5, 10, 2, 1, Color.BLACK);
      canvas.dot(5, 6, 2.5, new Color(255, 0, 0, 51));
      Path2D.Double path = new Path2D.Double();
      path.moveTo(0, 0);
      path.lineTo(1, -0.001);
      path.quadTo(1, 2, 3, 4);
      path.closePath();
      canvas.fill(path, Color.BLUE);
      Document svg = parse(canvas.drawing());
      assertThat(first(svg, "line").getAttribute("x1")).isEqualTo("0.12");
      assertThat(first(svg, "line").getAttribute("y1")).isEqualTo("1.5");
      assertThat(first(svg, "ellipse").getAttribute("rx")).isEqualTo("2.5");
      assertThat(first(svg, "ellipse").getAttribute("fill")).isEqualTo("#ff0000");
      assertThat(first(svg, "ellipse").getAttribute("fill-opacity")).isEqualTo("0.2");
      assertThat(first(svg, "path").getAttribute("d")).isEqualTo("M0 0L1 0Q1 2 3 4Z");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void pixelsAreTheImagesOwn() throws Exception {
    Canvas canvas = new Canvas(100, 100);
    BufferedImage image = ImageTiles.picture(new float[] {0, 1, 0.5f, 0.25f}, 2, 2);
    canvas.pixels(image, 3, 4, 5);
    Element found = first(parse(canvas.drawing()), "image");
    assertThat(found.getAttribute("width")).isEqualTo("10");
    String link = found.getAttributeNS("http://www.w3.org/1999/xlink", "href");
    byte[] png = Base64.getDecoder().decode(link.substring("data:image/png;base64,".length()));
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(read.getRGB(1, 0)).isEqualTo(image.getRGB(1, 0));
    assertThat(read.getRGB(0, 1)).isEqualTo(image.getRGB(0, 1));
  }

  /** As Java2D has it: what is nowhere is not drawn, and the way goes on to what is somewhere. */
  @Test
  void whatIsNowhereIsLeftOut() throws Exception {
    Canvas canvas = new Canvas(100, 100);
    double nowhere = Double.NaN;
    canvas.line(0, nowhere, 1, 1, 1, Color.BLACK);
    canvas.dot(nowhere, 1, 1, Color.BLACK);
    canvas.rectangle(0, 0, Double.POSITIVE_INFINITY, 1, Color.BLACK);
    canvas.label("nowhere", nowhere, 0, Canvas.Anchor.START);
    canvas.textUpwards("nowhere", 0, nowhere, ChartTheme.title(), ChartTheme.INK);
    canvas.pixels(ImageTiles.picture(new float[] {1}, 1, 1), nowhere, 0, 1);
    Path2D.Double path = new Path2D.Double();
    path.moveTo(nowhere, 0);
    path.lineTo(1, 1);
    path.lineTo(2, Double.NEGATIVE_INFINITY);
    path.lineTo(3, 3);
    path.closePath();
    canvas.stroke(path, 1, Color.BLACK);
    canvas.label("there", 1, 2, Canvas.Anchor.START);
    Document svg = parse(canvas.drawing());
    for (String kind : List.of("line", "ellipse", "image")) {
      assertThat(svg.getElementsByTagName(kind).getLength()).as(kind).isZero();
    }
    assertThat(svg.getElementsByTagName("rect").getLength()).as("the paper alone").isOne();
    assertThat(svg.getElementsByTagName("text").getLength()).isOne();
    assertThat(first(svg, "text").getTextContent()).isEqualTo("there");
    assertThat(first(svg, "path").getAttribute("d")).isEqualTo("M1 1L3 3Z");
    Figure figure = Figure.draw("a", "b", "c", canvas::drawing);
    assertThat(figure.drawn()).as(figure.failure()).isTrue();
  }
}
