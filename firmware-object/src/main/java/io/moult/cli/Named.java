package io.moult.cli;

/** Something thrown that has, besides its sentence for people, a name for programs. */
public interface Named {
    /** Such as {@code no-server}: stable, in lower case with hyphens. */
    String errorName();
}
