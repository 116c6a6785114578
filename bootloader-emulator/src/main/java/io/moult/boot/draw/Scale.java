package io.moult.boot.draw;

import io.moult.boot.draw.FlashPicture.Area;
import io.moult.boot.draw.FlashPicture.Content;
import io.moult.boot.draw.FlashPicture.Role;
import io.moult.boot.draw.FlashPicture.Sector;
import java.util.ArrayList;
import java.util.List;

/** How many sectors one cell stands for: one each, until an area would take more room than a person looks at. */
final class Scale {
    /** Cells that one area takes at most. */
    private static final int MOST_CELLS = 512;

    /** Of a sector that takes no program and no erase any more. */
    static final String BAD = "bad";

    private Scale() {}

    /** A run of sectors drawn as one; what stands out among them is what is drawn. */
    record Cell(int firstSector, int sectors, Content content, Role role, int erases, boolean bad) {
        String words() {
            String which = sectors == 1 ? "sector " + firstSector : "sectors " + firstSector + " to " + last();
            String step = switch (role) {
                case NONE -> "";
                case READ -> ", read by the next step";
                case WRITTEN -> ", written by the next step";
            };
            return which + ": " + content.label() + ", " + erases + (erases == 1 ? " erase" : " erases") + step
                    + (bad ? ", " + BAD : "");
        }

        private int last() {
            return firstSector + sectors - 1;
        }
    }

    static List<Cell> cells(Area area) {
        int group = (area.sectors().size() + MOST_CELLS - 1) / MOST_CELLS;
        List<Cell> cells = new ArrayList<>();
        for (int at = 0; at < area.sectors().size(); at += group) {
            cells.add(cell(area.sectors()
                    .subList(at, Math.min(at + group, area.sectors().size()))));
        }
        return cells;
    }

    private static Cell cell(List<Sector> sectors) {
        Content content = Content.BLANK;
        Role role = Role.NONE;
        int erases = 0;
        boolean bad = false;
        for (Sector sector : sectors) {
            boolean says = content == Content.BLANK || content == Content.LEFTOVER;
            content = says && sector.content() != Content.BLANK ? sector.content() : content;
            role = sector.role() == Role.NONE ? role : sector.role();
            erases = Math.max(erases, sector.erases());
            bad |= sector.bad();
        }
        return new Cell(sectors.get(0).index(), sectors.size(), content, role, erases, bad);
    }
}
