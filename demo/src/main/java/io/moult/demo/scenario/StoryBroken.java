package io.moult.demo.scenario;

/** The story cannot go on: something that it waits for never came. Its message is one sentence. */
final class StoryBroken extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    StoryBroken(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
