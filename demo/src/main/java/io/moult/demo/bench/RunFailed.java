package io.moult.demo.bench;

/** A run that does not count; the message is one sentence that says why. */
final class RunFailed extends Exception {

    private static final long serialVersionUID = 1;

    RunFailed(String sentence) {
        super(sentence, null, false, false);
    }
}
