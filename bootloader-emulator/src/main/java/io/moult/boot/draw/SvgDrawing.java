package io.moult.boot.draw;

import io.moult.boot.draw.FlashPicture.Area;
import io.moult.boot.draw.FlashPicture.Content;
import io.moult.boot.draw.FlashPicture.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Draws a picture as one SVG document without scripts or references: a square a sector, its wear as a bar below it. */
public final class SvgDrawing {
    private static final int MARGIN = 24;
    private static final int CELLS_IN_A_ROW = 64;
    private static final int CELL = 13;
    private static final int SQUARE = 11;
    private static final int ROW = 20;
    private static final int NUMBER_WIDTH = 40;
    private static final int WIDTH = 2 * MARGIN + NUMBER_WIDTH + CELLS_IN_A_ROW * CELL;
    private static final int LINE = 18;
    private static final int JOURNAL_LINES = 20;
    private static final String INK = "#222222";
    private static final String FAINT = "#666666";
    private static final String WEAR = "#b03a2e";

    private final FlashPicture picture;
    private final StringBuilder body = new StringBuilder();
    private final Set<Content> seen = EnumSet.noneOf(Content.class);
    private int y = MARGIN;

    private SvgDrawing(FlashPicture picture) {
        this.picture = picture;
    }

    /** The whole document. */
    public static String of(FlashPicture picture) {
        return new SvgDrawing(picture).draw();
    }

    private String draw() {
        y += 6;
        text(MARGIN, 18, INK, true, picture.title());
        y += 6;
        for (String fact : picture.facts()) {
            y += LINE;
            text(MARGIN, 12, FAINT, false, fact);
        }
        picture.areas().forEach(this::area);
        picture.swap().ifPresent(this::swap);
        journal();
        legend();
        int height = y + MARGIN;
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                                + " font-family=\"DejaVu Sans, Verdana, sans-serif\">%n",
                        WIDTH,
                        height,
                        WIDTH,
                        height)
                + "<title>" + escaped(picture.title()) + "</title>\n"
                + rect(0, 0, WIDTH, height, "#ffffff", "")
                + body + "</svg>\n";
    }

    private void area(Area area) {
        y += 34;
        text(MARGIN, 14, INK, true, area.name());
        text(MARGIN + 110, 12, FAINT, false, area.caption());
        y += 10;
        List<Scale.Cell> cells = Scale.cells(area);
        for (int from = 0; from < cells.size(); from += CELLS_IN_A_ROW) {
            row(cells.subList(from, Math.min(from + CELLS_IN_A_ROW, cells.size())));
        }
        if (cells.size() < area.sectors().size()) {
            y += 12;
            text(
                    MARGIN + NUMBER_WIDTH,
                    10,
                    FAINT,
                    false,
                    "a square is " + cells.get(0).sectors() + " sectors");
        }
    }

    private void row(List<Scale.Cell> row) {
        body.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" font-size=\"10\" fill=\"%s\" text-anchor=\"end\">%d</text>%n",
                MARGIN + NUMBER_WIDTH - 8,
                y + 10,
                FAINT,
                row.get(0).firstSector()));
        int x = MARGIN + NUMBER_WIDTH;
        for (Scale.Cell cell : row) {
            seen.add(cell.content());
            body.append("<g><title>").append(escaped(cell.words())).append("</title>");
            square(x, y, cell.content(), cell.role());
            if (cell.bad()) {
                cross(x, y);
            }
            int high = picture.mostErases() == 0
                    ? 0
                    : (5 * cell.erases() + picture.mostErases() - 1) / picture.mostErases();
            if (high > 0) {
                body.append(rect(x, y + SQUARE + 1, SQUARE, high, WEAR, ""));
            }
            body.append("</g>\n");
            x += CELL;
        }
        y += ROW;
    }

    private void square(int x, int top, Content content, Role role) {
        String outline = " stroke=\"" + (content == Content.BLANK ? "#c8c8c8" : fill(content)) + "\"";
        body.append(rect(x, top, SQUARE, SQUARE, fill(content), outline));
        if (role != Role.NONE) {
            // a triangle: up is taken away from here, down is put here
            int tip = role == Role.READ ? top + 2 : top + SQUARE - 2;
            int foot = role == Role.READ ? top + SQUARE - 2 : top + 2;
            body.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%d %dL%d %dL%d %dZ\" fill=\"#000000\" stroke=\"#ffffff\"/>",
                    x + SQUARE / 2,
                    tip,
                    x + 1,
                    foot,
                    x + SQUARE - 1,
                    foot));
        }
    }

    /** Struck out: white under black, to be seen on every colour. */
    private void cross(int x, int top) {
        for (String stroke :
                List.of("stroke=\"#ffffff\" stroke-width=\"4\"", "stroke=\"#000000\" stroke-width=\"2\"")) {
            body.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%d %dL%d %dM%d %dL%d %d\" %s/>",
                    x + 1,
                    top + 1,
                    x + SQUARE - 1,
                    top + SQUARE - 1,
                    x + SQUARE - 1,
                    top + 1,
                    x + 1,
                    top + SQUARE - 1,
                    stroke));
        }
    }

    private void swap(FlashPicture.Swap swap) {
        y += 34;
        text(MARGIN, 14, INK, true, "swap");
        text(
                MARGIN + 110,
                12,
                FAINT,
                false,
                swap.direction() + ": " + swap.stepsDone() + " of " + swap.steps() + " steps done; next: "
                        + swap.next());
        y += 10;
        int whole = CELLS_IN_A_ROW * CELL - 2;
        body.append(rect(MARGIN + NUMBER_WIDTH, y, whole, 10, "#eeeeee", " stroke=\"#c8c8c8\""));
        int done = (int) ((long) whole * swap.stepsDone() / Math.max(1, swap.steps()));
        body.append(rect(MARGIN + NUMBER_WIDTH, y, done, 10, fill(Content.CANDIDATE), ""));
        y += 10;
    }

    private void journal() {
        List<String> records = picture.journal();
        if (records.isEmpty()) {
            return;
        }
        y += 34;
        text(MARGIN, 14, INK, true, "records");
        int skipped = Math.max(0, records.size() - JOURNAL_LINES);
        if (skipped > 0) {
            text(MARGIN + 110, 12, FAINT, false, skipped + " older ones are not shown");
        }
        for (String record : records.subList(skipped, records.size())) {
            y += LINE - 2;
            body.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" font-size=\"11\" fill=\"%s\" font-family=\"DejaVu Sans Mono, monospace\""
                            + " xml:space=\"preserve\">%s</text>%n",
                    MARGIN + NUMBER_WIDTH,
                    y,
                    INK,
                    escaped(record)));
        }
    }

    private void legend() {
        y += 34;
        int x = MARGIN;
        for (Content content : seen) {
            square(x, y - 10, content, Role.NONE);
            text(x + 16, 11, INK, false, content.label());
            x += 40 + 7 * content.label().length();
        }
        if (!picture.badSectors().isEmpty()) {
            square(x, y - 10, Content.BLANK, Role.NONE);
            cross(x, y - 10);
            text(x + 16, 11, INK, false, Scale.BAD);
            x += 40 + 7 * Scale.BAD.length();
        }
        body.append(rect(x, y - 4, SQUARE, 5, WEAR, ""));
        text(
                x + 16,
                11,
                INK,
                false,
                String.format(Locale.ROOT, "erases: most %d, mean %.1f", picture.mostErases(), picture.meanErases()));
    }

    private void text(int x, int size, String colour, boolean strong, String words) {
        body.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\"%s>%s</text>%n",
                x,
                y,
                size,
                colour,
                strong ? " font-weight=\"bold\"" : "",
                escaped(words)));
    }

    private static String rect(int x, int y, int width, int height, String fill, String more) {
        return String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"%s/>",
                x,
                y,
                width,
                height,
                fill,
                more);
    }

    /** Told apart also by those who see no red and green. */
    private static String fill(Content content) {
        return switch (content) {
            case BLANK -> "#f7f7f7";
            case JOURNAL -> "#cc79a7";
            case ENVELOPE -> "#56b4e9";
            case RUNNING -> "#009e73";
            case CANDIDATE -> "#e69f00";
            case PREVIOUS -> "#0072b2";
            case GOLDEN -> "#f0e442";
            case UNVERIFIED -> "#d55e00";
            case LEFTOVER -> "#cfcfcf";
        };
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
                .forEach(c -> {
                    switch (c) {
                        case '&' -> safe.append("&amp;");
                        case '<' -> safe.append("&lt;");
                        case '>' -> safe.append("&gt;");
                        case '"' -> safe.append("&quot;");
                        default -> safe.appendCodePoint(c);
                    }
                });
        return safe.toString();
    }
}
