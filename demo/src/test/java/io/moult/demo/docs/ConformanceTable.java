package io.moult.demo.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows of {@code docs/conformance.md}: {@code | id | what | state | where | test or reason |}. */
record ConformanceTable(List<Row> rows) {
    /** What a row may say of itself. */
    enum State {
        DONE,
        PLANNED,
        NO,
        /** It binds somebody else than the code here. */
        OTHERS
    }

    /** One requirement; {@code where} and {@code evidence} are the cells' texts. */
    record Row(String id, State state, String where, String evidence) {
        private static final Pattern CODE = Pattern.compile("`([^`]+)`");
        private static final Pattern TEST = Pattern.compile("[A-Z]\\w*#\\w+");
        private static final Pattern CLASS = Pattern.compile("[a-z][\\w.]*\\.[A-Z]\\w*");

        /** The tests named in the last cell, as {@code Class#method}. */
        List<String> tests() {
            return matching(evidence, TEST);
        }

        /** The classes named in the cell before, as {@code package.Class} under {@code io.moult}. */
        List<String> classes() {
            return matching(where, CLASS);
        }

        private static List<String> matching(String cell, Pattern wanted) {
            List<String> found = new ArrayList<>();
            Matcher code = CODE.matcher(cell);
            while (code.find()) {
                if (wanted.matcher(code.group(1)).matches()) {
                    found.add(code.group(1));
                }
            }
            return found;
        }
    }

    private static final Pattern ROW =
            Pattern.compile("\\| ([A-Z][\\w.-]*) \\| [^|]+ \\| (done|planned|no|others) \\| ([^|]*) \\| ([^|]*) \\|");

    static ConformanceTable read(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                State state = switch (row.group(2)) {
                    case "done" -> State.DONE;
                    case "planned" -> State.PLANNED;
                    case "others" -> State.OTHERS;
                    default -> State.NO;
                };
                rows.add(new Row(row.group(1), state, row.group(3), row.group(4)));
            } else if (line.matches("\\| (R\\d|THREAT|REQ|USER_STORY|RULE|MAN-|TD-|UM-|FE-|REP-).*")) {
                throw new IOException("a row that is not of the form id, what, state, where, evidence: " + line);
            }
        }
        return new ConformanceTable(List.copyOf(rows));
    }

    /** The rows whose ids begin so, in their order. */
    List<Row> beginning(String prefix) {
        return rows.stream().filter(row -> row.id().startsWith(prefix)).toList();
    }

    long count(State state) {
        return rows.stream().filter(row -> row.state() == state).count();
    }
}
