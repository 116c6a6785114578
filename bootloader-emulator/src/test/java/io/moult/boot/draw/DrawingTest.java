package io.moult.boot.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.draw.FlashPicture.Area;
import io.moult.boot.draw.FlashPicture.Content;
import io.moult.boot.draw.FlashPicture.Role;
import io.moult.boot.draw.FlashPicture.Sector;
import io.moult.boot.draw.FlashPicture.Swap;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What is drawn of a picture; pictures of devices are in {@code DrawCommandTest}. */
class DrawingTest {
    private static FlashPicture picture(String title, List<Sector> sectors, Optional<Swap> swap) {
        return new FlashPicture(
                title, List.of("a fact"), List.of(new Area("primary", "a caption", sectors)), swap, List.of("1  one"));
    }

    private static List<Sector> sectors(int count) {
        List<Sector> sectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sectors.add(new Sector(i, i % 2 == 0 ? Content.RUNNING : Content.BLANK, Role.NONE, i % 7, false));
        }
        return sectors;
    }

    private static Document parsed(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void sectors_areACharacterEach_withTheirWearBelow() {
        List<String> lines = TextDrawing.of(picture("flash", sectors(5), Optional.empty()), false, false);

        assertThat(lines).contains("       0  #.#.#", "           1234", "primary  a caption", "      1  one");
        assertThat(TextDrawing.of(picture("flash", sectors(5), Optional.empty()), false, true))
                .contains("       0  █·█·█", "           ▂▄▆█");
    }

    /** Also where a character stands for many sectors, and over what the sector holds. */
    @Test
    void badSector_isMarked_inTextAndInTheSvg() throws Exception {
        List<Sector> sectors = new ArrayList<>(sectors(5120));
        sectors.set(2000, new Sector(2000, Content.RUNNING, Role.READ, 3, true));
        FlashPicture picture = picture("flash", sectors, Optional.empty());

        List<String> lines = TextDrawing.of(picture, false, false);
        assertThat(lines)
                .filteredOn(line -> line.startsWith("    1920  "))
                .hasSize(1)
                .first()
                .asString()
                .contains("!");
        assertThat(lines).anyMatch(line -> line.endsWith("! bad"));
        Document svg = parsed(SvgDrawing.of(picture));
        assertThat(svg.getElementsByTagName("g").item(200).getTextContent()).endsWith(", bad");
        assertThat(svg.getElementsByTagName("path").getLength()).isEqualTo(1 + 2 + 2);
        assertThat(String.join("\n", TextDrawing.of(picture("flash", sectors(5), Optional.empty()), true, true)))
                .doesNotContain("bad");
    }

    @Test
    void withoutColour_thereIsNoEscape_andWithoutUnicodeNothingButAscii() {
        FlashPicture picture =
                picture("flash", sectors(200), Optional.of(new Swap("install", 3, 8, "sector 1 to sector 2")));

        assertThat(String.join("\n", TextDrawing.of(picture, false, true))).doesNotContain("\u001b");
        assertThat(String.join("\n", TextDrawing.of(picture, false, false))).matches("(?s)\\p{ASCII}*");
        assertThat(String.join("\n", TextDrawing.of(picture, true, false))).contains("\u001b[32m#\u001b[0m");
    }

    @Test
    void lines_fitIntoEightyColumns() {
        for (String line : TextDrawing.of(picture("flash", sectors(3000), Optional.empty()), false, true)) {
            assertThat(line.length()).as(line).isLessThanOrEqualTo(80);
        }
    }

    @Test
    void manySectors_areGrouped_andTheOneThatStandsOutIsSeen() {
        List<Sector> sectors = new ArrayList<>();
        for (int i = 0; i < 5120; i++) {
            sectors.add(new Sector(i, Content.BLANK, i == 2001 ? Role.WRITTEN : Role.NONE, i == 2001 ? 9 : 0, false));
        }
        FlashPicture picture =
                picture("flash", sectors, Optional.of(new Swap("install", 0, 8, "sector 1 to sector 2001")));

        List<String> lines = TextDrawing.of(picture, false, false);

        assertThat(lines).anyMatch(line -> line.contains("each character is 10 sectors"));
        assertThat(lines).anyMatch(line -> line.matches(" +1920  \\.{8}v\\.+"));
    }

    @Test
    void svg_isADocumentWithASquareASectorAndItsWords() throws Exception {
        Document svg = parsed(SvgDrawing.of(picture("flash", sectors(5), Optional.empty())));

        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        NodeList groups = svg.getElementsByTagName("g");
        assertThat(groups.getLength()).isEqualTo(5);
        assertThat(groups.item(4).getTextContent()).isEqualTo("sector 4: running image, 4 erases");
        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void svg_ofATitleWithMarkup_holdsItAsText() throws Exception {
        String title = "<script>alert(\"1\")</script>&\u0001\u001b[31m";

        Document svg = parsed(SvgDrawing.of(picture(title, sectors(1), Optional.empty())));

        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                .startsWith("<script>alert(\"1\")</script>&");
    }
}
