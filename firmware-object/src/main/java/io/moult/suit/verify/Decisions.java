package io.moult.suit.verify;

import java.util.List;

/** The nine decisions upon one update, in the order of the questions, each one explicit. Kept with the result. */
public record Decisions(List<Decision> all) {
    public Decisions {
        all = List.copyOf(all);
        List<Question> asked = all.stream().map(Decision::question).toList();
        if (!asked.equals(List.of(Question.values()))) {
            throw new IllegalArgumentException("not one decision for each question: " + asked);
        }
    }

    public Decision on(Question question) {
        return all.stream()
                .filter(one -> one.question() == question)
                .findFirst()
                .orElseThrow();
    }
}
