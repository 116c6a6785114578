package io.moult.boot.draw;

import io.moult.boot.draw.FlashPicture.Area;
import io.moult.boot.draw.FlashPicture.Content;
import io.moult.boot.draw.FlashPicture.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Draws a picture on a terminal, 80 columns wide: a character a sector, and below it how often that was erased. */
public final class TextDrawing {
    private static final int CELLS_IN_A_ROW = 64;
    private static final int BAR_CELLS = 40;
    private static final int JOURNAL_LINES = 12;

    private final FlashPicture picture;
    private final boolean colour;
    private final boolean unicode;
    private final List<String> lines = new ArrayList<>();
    private final Set<Content> seen = EnumSet.noneOf(Content.class);

    private TextDrawing(FlashPicture picture, boolean colour, boolean unicode) {
        this.picture = picture;
        this.colour = colour;
        this.unicode = unicode;
    }

    /**
     * The lines of the drawing.
     *
     * @param colour whether the terminal knows ANSI colours
     * @param unicode whether it knows more than ASCII
     */
    public static List<String> of(FlashPicture picture, boolean colour, boolean unicode) {
        TextDrawing drawing = new TextDrawing(picture, colour, unicode);
        drawing.draw();
        return unicode
                ? List.copyOf(drawing.lines)
                : drawing.lines.stream().map(TextDrawing::ascii).toList();
    }

    private static String ascii(String line) {
        return line.replace("…", "...").replaceAll("[^\\x00-\\x7f]", "?");
    }

    private void draw() {
        lines.add(strong(picture.title()));
        picture.facts().forEach(fact -> lines.add("  " + fact));
        picture.areas().forEach(this::area);
        picture.swap().ifPresent(this::swap);
        journal();
        legend();
    }

    private void area(Area area) {
        lines.add("");
        lines.add(strong(area.name()) + "  " + area.caption());
        List<Scale.Cell> cells = Scale.cells(area);
        for (int from = 0; from < cells.size(); from += CELLS_IN_A_ROW) {
            List<Scale.Cell> row = cells.subList(from, Math.min(from + CELLS_IN_A_ROW, cells.size()));
            StringBuilder contents = new StringBuilder();
            StringBuilder wear = new StringBuilder();
            for (Scale.Cell cell : row) {
                seen.add(cell.content());
                contents.append(painted(cell));
                wear.append(wear(cell.erases()));
            }
            lines.add(String.format(Locale.ROOT, "%8d  %s", row.get(0).firstSector(), contents));
            lines.add(faint("          " + wear.toString().stripTrailing()));
        }
        if (cells.size() < area.sectors().size()) {
            lines.add(faint("          each character is " + cells.get(0).sectors() + " sectors"));
        }
    }

    private void swap(FlashPicture.Swap swap) {
        int done = BAR_CELLS * swap.stepsDone() / Math.max(1, swap.steps());
        String bar = (unicode ? "█" : "#").repeat(done) + (unicode ? "░" : ".").repeat(BAR_CELLS - done);
        lines.add("");
        lines.add(strong("swap") + "  " + swap.direction() + ": " + swap.stepsDone() + " of " + swap.steps()
                + " steps done");
        lines.add("          " + bar);
        lines.add("          next: " + swap.next());
    }

    private void journal() {
        List<String> records = picture.journal();
        if (records.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(strong("records"));
        if (records.size() > JOURNAL_LINES) {
            lines.add("      " + (records.size() - JOURNAL_LINES) + " older ones");
        }
        records.subList(Math.max(0, records.size() - JOURNAL_LINES), records.size())
                .forEach(record -> lines.add("      " + record));
    }

    private void legend() {
        StringBuilder legend = new StringBuilder();
        for (Content content : seen) {
            legend.append(legend.isEmpty() ? "" : "  ")
                    .append(painted(content, Role.NONE))
                    .append(' ')
                    .append(content.label());
        }
        if (!picture.badSectors().isEmpty()) {
            legend.append("  ").append(bad()).append(' ').append(Scale.BAD);
        }
        lines.add("");
        lines.add(legend.toString());
        if (picture.swap().isPresent()) {
            lines.add(painted(Content.RUNNING, Role.READ) + " read by the next step  "
                    + painted(Content.RUNNING, Role.WRITTEN) + " written by it");
        }
        lines.add("below: erases of a sector, " + wearLegend()
                + String.format(Locale.ROOT, "; mean %.1f", picture.meanErases()));
    }

    private String wearLegend() {
        int most = picture.mostErases();
        if (unicode) {
            return "█ is the most, " + most;
        }
        return most <= 9 ? "the most is " + most : "9 is the most, " + most;
    }

    private String wear(int erases) {
        int most = picture.mostErases();
        if (erases == 0) {
            return " ";
        }
        if (unicode) {
            return String.valueOf("▁▂▃▄▅▆▇█".charAt((8 * erases + most - 1) / most - 1));
        }
        return String.valueOf(most <= 9 ? erases : (9 * erases + most - 1) / most);
    }

    private String painted(Scale.Cell cell) {
        return cell.bad() ? bad() : painted(cell.content(), cell.role());
    }

    private String bad() {
        return colour ? "\u001b[97;41m!\u001b[0m" : "!";
    }

    private String painted(Content content, Role role) {
        String symbol = switch (role) {
            case NONE -> unicode ? unicodeOf(content) : asciiOf(content);
            case READ -> unicode ? "▲" : "^";
            case WRITTEN -> unicode ? "▼" : "v";
        };
        return colour ? "\u001b[" + ansiOf(content) + "m" + symbol + "\u001b[0m" : symbol;
    }

    private static String unicodeOf(Content content) {
        return switch (content) {
            case BLANK -> "·";
            case JOURNAL -> "■";
            case ENVELOPE -> "▪";
            case RUNNING -> "█";
            case CANDIDATE -> "▓";
            case PREVIOUS -> "▒";
            case GOLDEN -> "◆";
            case UNVERIFIED -> "×";
            case LEFTOVER -> "░";
        };
    }

    private static String asciiOf(Content content) {
        return switch (content) {
            case BLANK -> ".";
            case JOURNAL -> "J";
            case ENVELOPE -> "E";
            case RUNNING -> "#";
            case CANDIDATE -> "+";
            case PREVIOUS -> "o";
            case GOLDEN -> "*";
            case UNVERIFIED -> "x";
            case LEFTOVER -> "-";
        };
    }

    private static String ansiOf(Content content) {
        return switch (content) {
            case BLANK, LEFTOVER -> "90";
            case JOURNAL -> "35";
            case ENVELOPE -> "36";
            case RUNNING -> "32";
            case CANDIDATE -> "33";
            case PREVIOUS -> "34";
            case GOLDEN -> "93";
            case UNVERIFIED -> "31";
        };
    }

    private String strong(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private String faint(String text) {
        return colour ? "\u001b[2m" + text + "\u001b[0m" : text;
    }
}
