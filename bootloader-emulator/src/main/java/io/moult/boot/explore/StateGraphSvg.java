package io.moult.boot.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a state graph: a circle for each gathering of states, as large as there are many of them, and an arrow for each way
 * from one to another; dashed where a fault cut the run.
 */
public final class StateGraphSvg {
    private static final int SIZE = 900;
    private static final int RING = 300;
    private static final int TITLE_Y = 30;

    private final StringBuilder svg = new StringBuilder();
    private final Map<String, double[]> places = new HashMap<>();
    private final Map<String, Double> radii = new HashMap<>();

    private StateGraphSvg() {}

    /** A whole SVG document. */
    public static String of(Exploration exploration) {
        return new StateGraphSvg().draw(exploration);
    }

    private String draw(Exploration exploration) {
        StateGraph graph = exploration.graph();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n",
                SIZE,
                SIZE));
        svg.append("<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\""
                + " markerHeight=\"7\" orient=\"auto\"><path d=\"M0,0L8,4L0,8z\" fill=\"#555\"/></marker></defs>\n");
        text(
                SIZE / 2.0,
                TITLE_Y,
                exploration.title() + ": "
                        + String.format(
                                Locale.ROOT,
                                "%,d states, %,d triples, depth %d",
                                exploration.figures().states(),
                                exploration.figures().triples(),
                                exploration.figures().greatestDepth()));
        place(graph);
        List<StateGraph.Arrow> arrows = new ArrayList<>(graph.arrows().keySet());
        arrows.sort((a, b) -> a.toString().compareTo(b.toString()));
        arrows.forEach(arrow -> arrow(arrow, graph.arrows().getOrDefault(arrow, 0L)));
        graph.states().forEach(this::circle);
        return svg.append("</svg>\n").toString();
    }

    private void place(StateGraph graph) {
        int index = 0;
        int count = graph.states().size();
        for (Map.Entry<String, Integer> entry : graph.states().entrySet()) {
            double angle = 2 * Math.PI * index++ / count - Math.PI / 2;
            places.put(
                    entry.getKey(),
                    new double[] {SIZE / 2.0 + RING * Math.cos(angle), SIZE / 2.0 + RING * Math.sin(angle)});
            radii.put(entry.getKey(), 14 + 6 * Math.log10(entry.getValue()));
        }
    }

    private void circle(String label, int states) {
        double[] at = places.getOrDefault(label, new double[2]);
        double radius = radii.getOrDefault(label, 0.0);
        svg.append(String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"#e8f0fa\" stroke=\"#356\"/>%n",
                at[0],
                at[1],
                radius));
        text(at[0], at[1] + 4, String.format(Locale.ROOT, "%,d", states));
        text(at[0], at[1] + radius + 14, label);
    }

    private void arrow(StateGraph.Arrow arrow, long count) {
        double[] from = places.getOrDefault(arrow.from(), new double[2]);
        double[] to = places.getOrDefault(arrow.to(), new double[2]);
        double dx = to[0] - from[0];
        double dy = to[1] - from[1];
        double length = Math.hypot(dx, dy);
        if (length < 1) {
            return;
        }
        double end = (length - radii.getOrDefault(arrow.to(), 0.0)) / length;
        double bend = arrow.cut() ? 0.16 : 0.06;
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%.1f,%.1fQ%.1f,%.1f %.1f,%.1f\" fill=\"none\" stroke=\"%s\"%s marker-end=\"url(#tip)\">"
                        + "<title>%s: %s to %s, %,d</title></path>%n",
                from[0],
                from[1],
                (from[0] + to[0]) / 2 - bend * dy,
                (from[1] + to[1]) / 2 + bend * dx,
                from[0] + dx * end,
                from[1] + dy * end,
                arrow.cut() ? "#b44" : "#555",
                arrow.cut() ? " stroke-dasharray=\"4 3\"" : "",
                escaped(arrow.by()),
                escaped(arrow.from()),
                escaped(arrow.to()),
                count));
    }

    private void text(double x, double y, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>%n", x, y, escaped(text)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
