package io.moult.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A verb that cannot do what it was asked for: one sentence for people, one name for programs. */
public class Failure extends IOException implements Named {
    private static final long serialVersionUID = 1L;
    private final String name;

    public Failure(String name, String sentence) {
        this(name, sentence, null);
    }

    public Failure(String name, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.name = name;
    }

    @Override
    public final String errorName() {
        return name;
    }
}
